package io.srvlab.csi.rds.kubernetes;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.Collections;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * An annotation by which an administrator asks for something once, read off the volume's PersistentVolume by a single GET. It is
 * removed before it is acted on: a driver that dies in between does too little, never twice.
 */
public final class AnnotatedWish {
    private static final int ATTEMPTS = 3;
    private static final String WISHED = "true";

    private final Function<VolumeId, Mono<PersistentVolume>> find;
    private final PersistentVolumes volumes;
    private final String annotation;

    private AnnotatedWish(
            Function<VolumeId, Mono<PersistentVolume>> find, PersistentVolumes volumes, String annotation) {
        this.find = find;
        this.volumes = volumes;
        this.annotation = annotation;
    }

    /** {@code rds.csi.srvlab.io/reset-circuit-breaker=true}: stage the volume again although it failed to mount. */
    public static AnnotatedWish resetBreaker(VolumesOfNode volumes) {
        return new AnnotatedWish(volumes::find, volumes.live(), Annotations.RESET_BREAKER);
    }

    /** {@code rds.csi.srvlab.io/format=true}: there is nothing of value on the volume. */
    static AnnotatedWish format(WatchedVolumes volumes) {
        return new AnnotatedWish(volumes::object, volumes.live(), Annotations.FORMAT);
    }

    /** True for the one caller that removed it. A PersistentVolume that has just changed is looked at again. */
    public Mono<Boolean> take(VolumeId volume) {
        return Mono.defer(() -> find.apply(volume))
                .filter(object -> WISHED.equals(KnownVolume.annotation(object, annotation)))
                .flatMap(this::remove)
                .map(removed -> true)
                .defaultIfEmpty(false)
                .retryWhen(Retry.max(ATTEMPTS)
                        .filter(Failure.Busy.class::isInstance)
                        .onRetryExhaustedThrow((spec, last) -> last.failure()));
    }

    private Mono<PersistentVolume> remove(PersistentVolume object) {
        return volumes.annotate(
                object.getMetadata().getName(),
                object.getMetadata().getResourceVersion(),
                Collections.singletonMap(annotation, null));
    }
}
