package io.srvlab.csi.rds.attachment;

import io.srvlab.csi.rds.volume.NodeName;
import java.util.Set;
import reactor.core.publisher.Mono;

/** The nodes that the settings name. */
public record ListedNodes(Set<NodeName> nodes) implements NodeDirectory {
    public ListedNodes {
        nodes = Set.copyOf(nodes);
    }

    @Override
    public Mono<Boolean> exists(NodeName node) {
        return Mono.just(nodes.contains(node));
    }
}
