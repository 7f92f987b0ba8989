package io.srvlab.csi.rds.attachment;

import io.srvlab.csi.rds.volume.NodeName;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The cluster's nodes. Fails when it cannot tell; it never guesses. */
public interface ClusterNodes {
    /** Read from the API server at this moment, not from a copy: fencing is decided on it. */
    Mono<NodeState> state(NodeName node);

    /** Nodes that have just gone from Ready to not Ready, were deleted, or got the taint out-of-service; never ends. */
    Flux<NodeName> troubles();
}
