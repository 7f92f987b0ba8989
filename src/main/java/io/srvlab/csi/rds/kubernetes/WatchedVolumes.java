package io.srvlab.csi.rds.kubernetes;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** This driver's PersistentVolumes, from a copy that is kept up to date, and read anew when there is doubt about the copy. */
final class WatchedVolumes {
    private final PersistentVolumes live;
    private final ReducedStore<PersistentVolume, KnownVolume> store;
    private final Watched<PersistentVolume> watched;
    private final Set<VolumeId> doubtful = ConcurrentHashMap.newKeySet();

    WatchedVolumes(KubernetesClient client, PersistentVolumes live) {
        this.live = live;
        this.store = new ReducedStore<>(
                object -> KnownVolume.of(object, live.driver()), PersistentVolume::new, (before, after) -> {});
        this.watched = new Watched<>("PersistentVolumes", client.persistentVolumes(), store);
    }

    Watched<PersistentVolume> watched() {
        return watched;
    }

    PersistentVolumes live() {
        return live;
    }

    List<KnownVolume> all() {
        return store.all();
    }

    /** Empty when no PersistentVolume has the volume; Conflict when more than one has. */
    Mono<KnownVolume> find(VolumeId volume) {
        return Mono.defer(() -> {
            List<KnownVolume> known = store.lookUp(volume.value());
            return known.isEmpty() ? named(volume) : trusted(only(volume, known));
        });
    }

    /** The whole object, as it stands at the API server now. */
    Mono<PersistentVolume> object(VolumeId volume) {
        return find(volume).flatMap(known -> live.find(known.name(), volume));
    }

    /** What stands there once the API server has taken the annotations in; any failure leaves doubt about the copy. */
    Mono<KnownVolume> annotate(KnownVolume known, Map<String, @Nullable String> annotations) {
        return live.annotate(known.name(), known.version(), annotations)
                .doOnNext(store::learn)
                .flatMap(object -> Mono.justOrEmpty(KnownVolume.of(object, live.driver())))
                .doOnError(failed -> doubtful.add(known.volume()))
                .doOnCancel(() -> doubtful.add(known.volume()));
    }

    /** The copy of it is no longer good enough, whatever it says. */
    Mono<KnownVolume> readAnew(KnownVolume known) {
        return live.find(known.name(), known.volume())
                .doOnNext(store::learn)
                .flatMap(object -> Mono.justOrEmpty(KnownVolume.of(object, live.driver())));
    }

    /** Conflict when it is more than one. */
    static KnownVolume only(VolumeId volume, List<KnownVolume> known) {
        if (known.size() > 1) {
            throw claimedTwice(volume, known);
        }
        return known.getFirst();
    }

    private Mono<KnownVolume> trusted(KnownVolume known) {
        return doubtful.contains(known.volume())
                ? readAnew(known).doOnSuccess(read -> doubtful.remove(known.volume()))
                : Mono.just(known);
    }

    /** The watch may be a moment behind a PersistentVolume that was made just now. */
    private Mono<KnownVolume> named(VolumeId volume) {
        return live.named(volume).flatMap(object -> Mono.justOrEmpty(KnownVolume.of(object, live.driver())));
    }

    private static Failure claimedTwice(VolumeId volume, List<KnownVolume> known) {
        return new Failure.Conflict(
                "volume " + volume + " is the volumeHandle of more than one PersistentVolume: "
                        + String.join(
                                ", ", known.stream().map(KnownVolume::name).toList()),
                "leave only one of them, with reclaim policy Retain on those that go");
    }
}
