package io.srvlab.csi.rds.kubernetes;

import static io.srvlab.csi.rds.kubernetes.ClusterUnderTest.VOLUME;
import static io.srvlab.csi.rds.kubernetes.ClusterUnderTest.WORKER_1;
import static io.srvlab.csi.rds.kubernetes.ClusterUnderTest.WORKER_2;
import static io.srvlab.csi.rds.kubernetes.ClusterUnderTest.node;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeList;
import io.fabric8.kubernetes.api.model.NodeListBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.srvlab.csi.rds.attachment.NodeState;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.NodeName;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class KubernetesNodesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String WATCH = "/api/v1/nodes?allowWatchBookmarks=true";

    @Test
    void aNodeTellsWhetherItIsReadyAndWhichOfOurVolumesItUses() {
        try (ClusterUnderTest cluster = ClusterUnderTest.asleep(node(WORKER_1, true), outOfService(WORKER_2))) {
            cluster.watch
                    .nodes()
                    .state(WORKER_1)
                    .as(StepVerifier::create)
                    .expectNext(new NodeState.Present(true, false, Set.of(VOLUME)))
                    .verifyComplete();
            cluster.watch
                    .nodes()
                    .state(WORKER_2)
                    .as(StepVerifier::create)
                    .expectNext(new NodeState.Present(false, true, Set.of(VOLUME)))
                    .verifyComplete();
        }
    }

    @Test
    void onlyAnAnswerSaysThatANodeIsAbsent() {
        try (ClusterUnderTest cluster = ClusterUnderTest.asleep()) {
            cluster.watch
                    .nodes()
                    .state(WORKER_1)
                    .as(StepVerifier::create)
                    .expectNext(new NodeState.Absent())
                    .verifyComplete();
            cluster.server
                    .expect()
                    .get()
                    .withPath("/api/v1/nodes/worker-1")
                    .andReturn(HttpURLConnection.HTTP_FORBIDDEN, "{}")
                    .always();
            cluster.watch.nodes().state(WORKER_1).as(StepVerifier::create).verifyError(Failure.Unavailable.class);
        }
    }

    @Test
    void troubleIsToldWhenItBegins() {
        try (ClusterUnderTest cluster = ClusterUnderTest.with(node(WORKER_1, true), node(WORKER_2, false))) {
            cluster.watch
                    .nodes()
                    .troubles()
                    .as(StepVerifier::create)
                    .then(() -> update(cluster, node(WORKER_1, true)))
                    .then(() -> update(cluster, node(WORKER_2, false)))
                    .then(() -> update(cluster, node(WORKER_1, false)))
                    .expectNext(WORKER_1)
                    .then(() -> update(cluster, outOfService(WORKER_2)))
                    .expectNext(WORKER_2)
                    .then(() -> cluster.client.nodes().withName("worker-1").delete())
                    .expectNext(WORKER_1)
                    .thenCancel()
                    .verify(PATIENCE);
        }
    }

    /** The watch was broken when it was deleted; only the next list shows that it has gone. */
    @Test
    void aNodeThatWentWhileNobodyWatchedIsTrouble() {
        try (ClusterUnderTest cluster = ClusterUnderTest.asleep()) {
            listed(cluster, "1", node(WORKER_1, true), node(WORKER_2, true));
            cluster.server
                    .expect()
                    .get()
                    .withPath(WATCH + "&resourceVersion=1&timeoutSeconds=600&watch=true")
                    .andUpgradeToWebSocket()
                    .open()
                    .waitFor(100)
                    .andEmit(new WatchEvent(new StatusBuilder().withCode(410).build(), "ERROR"))
                    .done()
                    .once();
            listed(cluster, "9", node(WORKER_2, true));
            cluster.watch
                    .nodes()
                    .troubles()
                    .as(StepVerifier::create)
                    .then(cluster.watch::start)
                    .expectNext(WORKER_1)
                    .thenCancel()
                    .verify(PATIENCE);
        }
    }

    private static void listed(ClusterUnderTest cluster, String version, Node... nodes) {
        NodeList list = new NodeListBuilder()
                .withNewMetadata()
                .withResourceVersion(version)
                .endMetadata()
                .withItems(nodes)
                .build();
        cluster.server
                .expect()
                .get()
                .withPath("/api/v1/nodes?limit=200")
                .andReturn(HttpURLConnection.HTTP_OK, list)
                .once();
    }

    private static void update(ClusterUnderTest cluster, Node node) {
        cluster.client.resource(node).update();
    }

    private static Node outOfService(NodeName name) {
        return new NodeBuilder(node(name, false))
                .editSpec()
                .addNewTaint()
                .withKey("node.kubernetes.io/out-of-service")
                .withValue("nodeshutdown")
                .withEffect("NoExecute")
                .endTaint()
                .endSpec()
                .build();
    }
}
