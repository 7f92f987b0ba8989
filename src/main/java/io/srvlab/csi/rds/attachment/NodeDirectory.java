package io.srvlab.csi.rds.attachment;

import io.srvlab.csi.rds.volume.NodeName;
import reactor.core.publisher.Mono;

/** Knows which nodes there are. Fails when it cannot tell; it never guesses. */
public interface NodeDirectory {
    Mono<Boolean> exists(NodeName node);
}
