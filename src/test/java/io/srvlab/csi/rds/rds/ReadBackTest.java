package io.srvlab.csi.rds.rds;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.routeros.Reply;
import io.srvlab.csi.rds.routeros.Row;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.CapacityRange;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A device that says nothing and does nothing: silence is not success, only what is read back is. */
class ReadBackTest {
    private static final VolumeId VOLUME = new VolumeId("vol-1");
    private static final ExportTurn FIRST = ExportTurn.at(0);
    private static final String BASE = "/storage-pool/metal-csi";
    private static final CapacityRange ONE = atLeast(1);
    private static final CapacityRange TWO = atLeast(2);
    private static final Map<String, String> CLOSED = Map.of(
            "slot", "vol-1",
            "comment", "rds-csi:lab:vol-1",
            "file-path", BASE + "/vol-1.img",
            "size", "1073741824",
            "mount-filesystem", "no",
            "nvme-tcp-export", "no");
    private static final Map<String, String> EXPORTED = with(
            CLOSED,
            Map.of(
                    "nvme-tcp-export", "yes",
                    "nvme-tcp-server-port", "4420",
                    "nvme-tcp-server-nqn", "nqn.2000-02.com.mikrotik:vol-1"));

    private final ScriptedRouterOs device = new ScriptedRouterOs()
            .answering(new Reply.Answer(Map.of("version", List.of(new Row(Map.of("value", "7.24 (stable)"))))));

    @Test
    void anExportThatStaysOffIsNotOpen() {
        shows(CLOSED);
        fails(client().openExport(VOLUME, FIRST, ExportWish.OPEN), Failure.Unexpected.class);
    }

    @Test
    void anExportUnderAnotherNqnIsNotOpen() {
        shows(with(EXPORTED, Map.of("nvme-tcp-server-nqn", "nqn.2000-02.com.mikrotik:vol-2")));
        fails(client().openExport(VOLUME, FIRST, ExportWish.OPEN), Failure.Unexpected.class);
    }

    @Test
    void anExportAtAnotherPortIsNotOpen() {
        shows(with(EXPORTED, Map.of("nvme-tcp-server-port", "4421")));
        fails(client().openExport(VOLUME, FIRST, ExportWish.OPEN), Failure.Unexpected.class);
    }

    @Test
    void anExportThatTheDeviceMayMountItselfIsNotOpen() {
        shows(with(EXPORTED, Map.of("mount-filesystem", "yes")));
        fails(client().openExport(VOLUME, FIRST, ExportWish.OPEN), Failure.Unexpected.class);
    }

    @Test
    void anExportThatStaysOnIsNotClosed() {
        shows(EXPORTED);
        fails(client().closeExport(VOLUME, FIRST), Failure.Unexpected.class);
    }

    @Test
    void whatIsLeftIsNotDeleted() {
        device.answering(new Reply.Answer(Map.of("left", List.of(new Row(Map.of("value", "1"))))));
        fails(client().delete(VOLUME, FIRST), Failure.Unexpected.class);
    }

    @Test
    void aDeletionThatDoesNotCountWhatIsLeftIsNone() {
        device.answering(ScriptedRouterOs.DONE);
        fails(client().delete(VOLUME, FIRST), Failure.Unexpected.class);
    }

    @Test
    void aDiskThatKeepsItsSizeHasNotGrown() {
        shows(CLOSED);
        fails(client().grow(VOLUME, TWO, new PublishedAt(false, 0)), Failure.Unexpected.class);
    }

    @Test
    void aPublishedDiskWhoseExportDoesNotComeBackHasNotGrown() {
        shows(with(CLOSED, Map.of("size", "2147483648")));
        fails(
                client(StorageSettings.Grow.RE_EXPORT).grow(VOLUME, TWO, new PublishedAt(true, 0)),
                Failure.Unexpected.class);
    }

    @Test
    void aDiskThatIsNotThereAfterwardsWasNotMade() {
        device.answering(ScriptedRouterOs.DONE);
        fails(client().create(new DiskSpec(VOLUME, ONE, BASE, 4420)), Failure.Unexpected.class);
    }

    @Test
    void aSmallerDiskThanAskedForIsNotTheOne() {
        shows(CLOSED);
        fails(client().create(new DiskSpec(VOLUME, TWO, BASE, 4420)), Failure.AlreadyExists.class);
    }

    @Test
    void aDiskInAnotherPlaceIsNotTheOne() {
        shows(CLOSED);
        fails(client().create(new DiskSpec(VOLUME, ONE, BASE + "/gold", 4420)), Failure.AlreadyExists.class);
    }

    @Test
    void whatIsReadBackAsAskedForIsHandedOn() {
        shows(EXPORTED);

        client().openExport(VOLUME, FIRST, ExportWish.OPEN)
                .as(StepVerifier::create)
                .assertNext(disk -> assertThat(disk.exported()).isTrue())
                .verifyComplete();
        assertThat(device.asked()).containsExactly("read-version", "open-export");
    }

    private void shows(Map<String, String> disk) {
        device.answering(new Reply.Answer(Map.of("disk", List.of(new Row(disk)))));
    }

    private static void fails(Mono<?> call, Class<? extends Failure> failure) {
        call.as(StepVerifier::create).verifyError(failure);
    }

    private RdsClient client() {
        return client(StorageSettings.Grow.IN_PLACE);
    }

    private RdsClient client(StorageSettings.Grow grow) {
        return new RdsClient(device, new StorageSettings("lab", BASE, new Capacity(0), 1.0, grow, 4420));
    }

    private static CapacityRange atLeast(long gibibytes) {
        return new CapacityRange(Capacity.ofGibibytes(gibibytes), CapacityRange.UNLIMITED);
    }

    private static Map<String, String> with(Map<String, String> disk, Map<String, String> changes) {
        Map<String, String> changed = new HashMap<>(disk);
        changed.putAll(changes);
        return Map.copyOf(changed);
    }
}
