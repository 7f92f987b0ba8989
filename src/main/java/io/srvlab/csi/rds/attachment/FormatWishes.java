package io.srvlab.csi.rds.attachment;

import io.srvlab.csi.rds.volume.VolumeId;
import reactor.core.publisher.Mono;

/** A person's wishes that a volume be formatted once more, whatever is on it. */
@FunctionalInterface
public interface FormatWishes {
    /** Whether there is one for the volume; it is gone then. */
    Mono<Boolean> take(VolumeId volume);
}
