package io.srvlab.csi.rds.attachment;

import io.srvlab.csi.rds.volume.VolumeId;
import java.util.Set;
import reactor.core.publisher.Mono;

/** The volumes that a PersistentVolume of the cluster has; complete and read at this moment, or an error. */
@FunctionalInterface
public interface ClaimedVolumes {
    Mono<Set<VolumeId>> claimed();
}
