package io.srvlab.csi.rds.attachment;

import io.srvlab.csi.rds.volume.NodeName;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The nodes that the settings name, where no cluster tells which there are: always ready, and done with what they give back. */
public record ListedClusterNodes(Set<NodeName> nodes) implements ClusterNodes {
    public ListedClusterNodes {
        nodes = Set.copyOf(nodes);
    }

    @Override
    public Mono<NodeState> state(NodeName node) {
        return Mono.just(nodes.contains(node) ? new NodeState.Present(true, false, Set.of()) : new NodeState.Absent());
    }

    @Override
    public Flux<NodeName> troubles() {
        return Flux.never();
    }
}
