package io.srvlab.csi.rds.mount;

import io.srvlab.csi.rds.volume.BlockDevice;
import reactor.core.publisher.Mono;

/**
 * Says whether a device that is proven blank may be formatted. It is asked last of all, and an answer of yes is used up by
 * being given: what happens to the formatting afterwards, the same permission is never given again.
 */
@FunctionalInterface
public interface FormatPermission {
    /** Completes when the device may be formatted now; fails, and says what to do, when not. */
    Mono<Void> use(BlockDevice device);
}
