package io.srvlab.csi.rds.kubernetes;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachmentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import io.srvlab.csi.rds.attachment.AttachmentRecords;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.logging.Level;
import java.util.logging.Logger;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** fabric8's mock API server, which keeps what is written unless a test expects a request, and the driver's view of it. */
final class ClusterUnderTest implements AutoCloseable {
    static final String DRIVER = "rds.csi.srvlab.io";
    static final VolumeId VOLUME = new VolumeId("pvc-1");
    static final NodeName WORKER_1 = new NodeName("worker-1");
    static final NodeName WORKER_2 = new NodeName("worker-2");

    /** Held, or its level would be forgotten: the mock tells of each request. */
    private static final Logger REQUESTS = Logger.getLogger("io.fabric8.mockwebserver");

    final KubernetesMockServer server;
    final KubernetesClient client;
    final Scheduler kube = Schedulers.newBoundedElastic(8, 1000, "kube");
    final ApiServer api;
    final PersistentVolumes volumes;
    final ClusterWatch watch;

    private ClusterUnderTest(Duration bound, Clock clock) {
        REQUESTS.setLevel(Level.WARNING);
        Map<ServerRequest, Queue<ServerResponse>> expected = new HashMap<>();
        server = new KubernetesMockServer(
                new Context(), new MockWebServer(), expected, new KubernetesMixedDispatcher(expected), false);
        server.init();
        client = server.createClient(builder -> builder.withTaskExecutor(kube::schedule));
        client.getConfiguration().setRequestRetryBackoffLimit(0);
        api = new ApiServer(() -> client, kube, Duration.ofSeconds(5), new RequestPace(10_000, clock));
        volumes = new PersistentVolumes(api, DRIVER);
        watch = new ClusterWatch(client, api, volumes, bound, clock);
    }

    /** With what is in it already read. */
    static ClusterUnderTest with(HasMetadata... objects) {
        ClusterUnderTest cluster = asleep(objects);
        cluster.awake();
        return cluster;
    }

    /** Nothing is watched yet. */
    static ClusterUnderTest asleep(HasMetadata... objects) {
        ClusterUnderTest cluster = new ClusterUnderTest(Duration.ofMinutes(1), Clock.systemUTC());
        for (HasMetadata object : objects) {
            cluster.client.resource(object).create();
        }
        return cluster;
    }

    void awake() {
        watch.start();
        await().until(() -> watch.freshness().state().ready());
    }

    /** What a node's driver asks for. */
    VolumesOfNode volumesOf(NodeName node) {
        return new VolumesOfNode(api, volumes, node);
    }

    /** Another controller's view of the same API server. */
    Replica replica() {
        Replica other = new Replica(new ClusterWatch(client, api, volumes, Duration.ofMinutes(1), Clock.systemUTC()));
        other.watch().start();
        await().until(() -> other.watch().freshness().state().ready());
        return other;
    }

    /** Its watch. */
    record Replica(ClusterWatch watch) implements AutoCloseable {
        AttachmentRecords records() {
            return watch.records();
        }

        @Override
        public void close() {
            watch.close();
        }
    }

    /** The mock keeps what a merge patch takes away as a null. */
    Map<String, String> annotations() {
        Map<String, String> all = new HashMap<>(
                client.persistentVolumes().withName("pvc-1").get().getMetadata().getAnnotations());
        all.values().removeIf(Objects::isNull);
        return all;
    }

    static PersistentVolume volume(String name, String handle, Map<String, String> annotations) {
        return new PersistentVolumeBuilder()
                .withNewMetadata()
                .withName(name)
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .withNewCsi()
                .withDriver(DRIVER)
                .withVolumeHandle(handle)
                .endCsi()
                .withNewClaimRef()
                .withNamespace("shop")
                .withName("data-" + name)
                .withUid("uid-" + name)
                .endClaimRef()
                .endSpec()
                .build();
    }

    static PersistentVolume volume() {
        return volume("pvc-1", "pvc-1", Map.of());
    }

    static VolumeAttachment attachment(String name, String persistentVolume, NodeName node, boolean attached) {
        return new VolumeAttachmentBuilder()
                .withNewMetadata()
                .withName(name)
                .withFinalizers("external-attacher/rds-csi-srvlab-io")
                .endMetadata()
                .withNewSpec()
                .withAttacher(DRIVER)
                .withNodeName(node.value())
                .withNewSource()
                .withPersistentVolumeName(persistentVolume)
                .endSource()
                .endSpec()
                .withNewStatus()
                .withAttached(attached)
                .endStatus()
                .build();
    }

    static Node node(NodeName name, boolean ready) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name.value())
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready ? "True" : "Unknown")
                .endCondition()
                .addToVolumesInUse("kubernetes.io/csi/" + DRIVER + "^pvc-1", "kubernetes.io/csi/other^pvc-2")
                .endStatus()
                .build();
    }

    @Override
    public void close() {
        watch.close();
        client.close();
        kube.dispose();
        end();
    }

    /** On a busy machine Vert.x at times takes more than the ten seconds it is given; the process ends it anyway. */
    private void end() {
        try {
            server.destroy();
        } catch (IllegalStateException slow) {
            REQUESTS.log(Level.WARNING, "the mock server did not stop in time", slow);
        }
    }
}
