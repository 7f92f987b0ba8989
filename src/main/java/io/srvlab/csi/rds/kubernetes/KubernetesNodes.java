package io.srvlab.csi.rds.kubernetes;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.srvlab.csi.rds.attachment.ClusterNodes;
import io.srvlab.csi.rds.attachment.NodeState;
import io.srvlab.csi.rds.volume.NodeName;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The cluster's Node objects: one read live, or all watched for trouble. A relist tells of what a broken watch has missed. */
public final class KubernetesNodes implements ClusterNodes {
    private static final int UNHEARD = 4096;

    private final ApiServer api;
    private final String driver;
    private final Watched<Node> watched;
    private final Sinks.Many<NodeName> troubles = Sinks.many().multicast().directBestEffort();

    KubernetesNodes(KubernetesClient client, ApiServer api, String driver) {
        this.api = api;
        this.driver = driver;
        this.watched =
                new Watched<>("Nodes", client.nodes(), new ReducedStore<>(KnownNode::of, Node::new, this::changed));
    }

    Watched<Node> watched() {
        return watched;
    }

    @Override
    public Mono<NodeState> state(NodeName node) {
        return api.ask(
                        "reading Node " + node,
                        client -> client.nodes().withName(node.value()).get())
                .<NodeState>map(object -> KnownNode.state(object, driver))
                .switchIfEmpty(Mono.fromSupplier(NodeState.Absent::new));
    }

    /** A listener that is far behind loses the oldest. */
    @Override
    public Flux<NodeName> troubles() {
        return troubles.asFlux()
                .onBackpressureBuffer(UNHEARD, lost -> {}, BufferOverflowStrategy.DROP_OLDEST)
                .publishOn(api.scheduler());
    }

    /** The store calls it for one change at a time. */
    private void changed(@Nullable KnownNode before, @Nullable KnownNode after) {
        KnownNode which = after == null ? before : after;
        if (which != null && KnownNode.isTrouble(before, after)) {
            Sinks.EmitResult _ = troubles.tryEmitNext(which.node());
        }
    }
}
