package io.srvlab.csi.rds.volume;

import reactor.core.publisher.Mono;

/** An administrator's word that a volume which failed to mount has been mended, or may be tried again at their risk. */
@FunctionalInterface
public interface BreakerResets {
    /** Where no Kubernetes can tell of any. */
    BreakerResets NONE = volume -> Mono.just(false);

    /** True for the one caller that took the word, which is gone then; false when there is none. */
    Mono<Boolean> take(VolumeId volume);
}
