package io.srvlab.csi.rds.kubernetes;

import io.srvlab.csi.rds.volume.VolumeId;
import reactor.core.publisher.Mono;

/** Which claim a volume's PersistentVolume is bound to; empty when there is none. */
@FunctionalInterface
interface VolumeClaims {
    Mono<Claim> of(VolumeId volume);
}
