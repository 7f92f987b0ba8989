package io.srvlab.csi.rds.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReducedStoreTest {
    private final List<String> changes = new ArrayList<>();
    private final ReducedStore<PersistentVolume, KnownVolume> store = new ReducedStore<>(
            object -> KnownVolume.of(object, ClusterUnderTest.DRIVER),
            PersistentVolume::new,
            (before, after) -> changes.add(
                    (before == null ? "-" : before.version()) + ">" + (after == null ? "-" : after.version())));

    @Test
    void itIsFoundByItsHandleAndForgottenWhenItGoes() {
        put("static", "disk-1", "5");
        assertThat(store.lookUp("disk-1")).extracting(KnownVolume::name).containsExactly("static");
        store.remove("static");
        assertThat(store.lookUp("disk-1")).isEmpty();
        assertThat(changes).containsExactly("->5", "5>-");
    }

    @Test
    void twoOfOneHandleAreBothFound() {
        put("a", "disk-1", "5");
        put("b", "disk-1", "6");
        assertThat(store.lookUp("disk-1")).extracting(KnownVolume::name).containsExactlyInAnyOrder("a", "b");
        store.remove("a");
        assertThat(store.lookUp("disk-1")).extracting(KnownVolume::name).containsExactly("b");
    }

    @Test
    void whatTheWatchTellsLateDoesNotUndoOurOwnWrite() {
        put("a", "disk-1", "98");
        store.learn(object("a", "disk-1", "100"));
        put("a", "disk-1", "99");
        assertThat(store.lookUp("disk-1")).extracting(KnownVolume::version).containsExactly("100");
        put("a", "disk-1", "100");
        put("a", "disk-1", "101");
        assertThat(store.lookUp("disk-1")).extracting(KnownVolume::version).containsExactly("101");
    }

    /** A restored etcd counts from further back. */
    @Test
    void withoutAWriteOfOursTheWatchIsAlwaysBelieved() {
        put("a", "disk-1", "100");
        put("a", "disk-1", "7");
        assertThat(store.lookUp("disk-1")).extracting(KnownVolume::version).containsExactly("7");
    }

    @Test
    void aLateAnswerDoesNotBringBackWhatHasGone() {
        put("a", "disk-1", "5");
        store.remove("a");
        store.learn(object("a", "disk-1", "6"));
        assertThat(store.all()).isEmpty();
    }

    @Test
    void anotherDriversVolumesAreNotKept() {
        PersistentVolume other = object("a", "disk-1", "5");
        other.getSpec().getCsi().setDriver("other");
        assertThat(store.put("a", other)).isNull();
        assertThat(store.size()).isZero();
    }

    @Test
    void theInformerGetsBackNameAndVersion() {
        put("a", "disk-1", "5");
        PersistentVolume shell = store.get("a");
        assertThat(store.getKey(shell)).isEqualTo("a");
        assertThat(shell.getMetadata().getResourceVersion()).isEqualTo("5");
        assertThat(shell.getSpec()).isNull();
    }

    private void put(String name, String handle, String version) {
        store.put(name, object(name, handle, version));
    }

    private static PersistentVolume object(String name, String handle, String version) {
        PersistentVolume object = ClusterUnderTest.volume(name, handle, Map.of());
        object.getMetadata().setResourceVersion(version);
        return object;
    }
}
