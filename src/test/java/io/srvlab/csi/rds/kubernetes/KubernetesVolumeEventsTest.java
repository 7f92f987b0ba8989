package io.srvlab.csi.rds.kubernetes;

import static io.srvlab.csi.rds.kubernetes.ClusterUnderTest.VOLUME;
import static io.srvlab.csi.rds.kubernetes.ClusterUnderTest.WORKER_1;
import static io.srvlab.csi.rds.kubernetes.ClusterUnderTest.WORKER_2;
import static io.srvlab.csi.rds.kubernetes.ClusterUnderTest.attachment;
import static io.srvlab.csi.rds.kubernetes.ClusterUnderTest.volume;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.srvlab.csi.rds.MovableClock;
import io.srvlab.csi.rds.kubernetes.KubernetesVolumeEvents.Reporter;
import io.srvlab.csi.rds.volume.VolumeEvent;
import io.srvlab.csi.rds.volume.VolumeId;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class KubernetesVolumeEventsTest {
    private static final VolumeEvent REFUSED = new VolumeEvent.AttachRefused(VOLUME, WORKER_2, WORKER_1);

    private final MovableClock clock = new MovableClock();

    @Test
    void anEventStandsWithTheClaimInTheClaimsNamespace() {
        try (ClusterUnderTest cluster = ClusterUnderTest.asleep(volume())) {
            KubernetesVolumeEvents events = events(cluster);
            events.publish(REFUSED);
            events.postHeard().as(StepVerifier::create).verifyComplete();

            assertThat(posted(cluster)).hasSize(1);
            Event event = posted(cluster).getFirst();
            assertThat(List.of(
                            event.getReason(),
                            event.getType(),
                            event.getSource().getComponent()))
                    .containsExactly("AttachmentConflict", "Warning", "rds-csi-node");
            assertThat(event.getMessage())
                    .isEqualTo("[pvc-1]: Attachment to node worker-2 rejected - volume already attached to node"
                            + " worker-1. Delete the pod on worker-1 to release the volume.");
            ObjectReference claim = event.getInvolvedObject();
            assertThat(List.of(claim.getKind(), claim.getNamespace(), claim.getName(), claim.getUid()))
                    .containsExactly("PersistentVolumeClaim", "shop", "data-pvc-1", "uid-pvc-1");
            assertThat(event.getMetadata().getNamespace()).isEqualTo("shop");
        }
    }

    @Test
    void aVolumeThatAPersonNamedHasItsEventsToo() {
        String name = KnownAttachment.usualName("disk-7", ClusterUnderTest.DRIVER, WORKER_1);
        try (ClusterUnderTest cluster = ClusterUnderTest.asleep(
                volume("by-hand", "disk-7", Map.of()), attachment(name, "by-hand", WORKER_1, true))) {
            KubernetesVolumeEvents events = events(cluster);
            events.publish(new VolumeEvent.PathLost(new VolumeId("disk-7"), "gone"));
            events.postHeard().as(StepVerifier::create).verifyComplete();
            assertThat(posted(cluster))
                    .extracting(event -> event.getInvolvedObject().getName())
                    .containsExactly("data-by-hand");
        }
    }

    @Test
    void aVolumeThatRepeatsItselfIsSoonSilentAndAnotherIsHeard() {
        try (ClusterUnderTest cluster = ClusterUnderTest.asleep(volume(), volume("pvc-2", "pvc-2", Map.of()))) {
            KubernetesVolumeEvents events = events(cluster);
            for (int i = 0; i < 50; i++) {
                events.publish(REFUSED);
            }
            events.publish(new VolumeEvent.PathBack(new VolumeId("pvc-2")));
            events.postHeard().as(StepVerifier::create).verifyComplete();
            assertThat(posted(cluster)).hasSize(11);

            clock.forward(Duration.ofMinutes(1));
            events.publish(REFUSED);
            events.publish(REFUSED);
            events.postHeard().as(StepVerifier::create).verifyComplete();
            assertThat(posted(cluster)).hasSize(12);
        }
    }

    @Test
    void whatCannotBePostedIsLostAndHoldsNothingUp() {
        try (ClusterUnderTest cluster = ClusterUnderTest.asleep(volume())) {
            cluster.server
                    .expect()
                    .post()
                    .withPath("/api/v1/namespaces/shop/events")
                    .andReturn(HttpURLConnection.HTTP_FORBIDDEN, "{}")
                    .once();
            KubernetesVolumeEvents events = events(cluster);
            events.publish(REFUSED);
            events.publish(new VolumeEvent.PathLost(new VolumeId("unclaimed"), "gone"));
            events.publish(new VolumeEvent.PathLost(VOLUME, "gone"));
            events.postHeard().as(StepVerifier::create).verifyComplete();

            assertThat(posted(cluster)).extracting(Event::getReason).containsExactly("ConnectionFailure");
        }
    }

    @Test
    void whatIsOnlyCountedIsNoEvent() {
        assertThat(EventWords.of(new VolumeEvent.Connected(VOLUME, true, Duration.ZERO), "n"))
                .isEmpty();
        assertThat(EventWords.of(new VolumeEvent.OperationEnded(VOLUME, "stage", true, Duration.ZERO), "n"))
                .isEmpty();
    }

    @Test
    void theReasonsAreThoseThatAlertsKnow() {
        Duration took = Duration.ofMillis(1234);
        assertThat(List.of(
                        words(new VolumeEvent.Attached(VOLUME, WORKER_1, took)),
                        words(new VolumeEvent.StaleAttachmentCleared(VOLUME, WORKER_1)),
                        words(new VolumeEvent.MigrationEnded(
                                VOLUME, WORKER_1, WORKER_2, VolumeEvent.MigrationResult.TIMEOUT, took)),
                        words(new VolumeEvent.MountFailed(VOLUME, "mount: no")),
                        words(new VolumeEvent.StaleMountFound(VOLUME, "/dev/nvme1n1", "/dev/nvme2n1")),
                        words(new VolumeEvent.PathLost(VOLUME, "away"))))
                .containsExactly(
                        "VolumeAttached [pvc-1]: Attached to node worker-1 (duration: 1.2s)",
                        "StaleAttachmentCleared [pvc-1]: Cleared stale attachment from deleted node worker-1",
                        "MigrationFailed [pvc-1]: KubeVirt live migration failed - source: worker-1, attempted target:"
                                + " worker-2, reason: it took longer than it may, elapsed: 1.2s",
                        "MountFailure [pvc-1] on [n]: mount: no",
                        "StaleMountDetected [pvc-1] on [n]: Stale mount detected - old device: /dev/nvme1n1, new device:"
                                + " /dev/nvme2n1",
                        "ConnectionFailure [pvc-1] on [n]: Connection failed: away");
    }

    private KubernetesVolumeEvents events(ClusterUnderTest cluster) {
        return KubernetesVolumeEvents.asking(
                cluster.api, cluster.volumesOf(WORKER_1), new Reporter("rds-csi-node", "n"), clock);
    }

    private static List<Event> posted(ClusterUnderTest cluster) {
        return cluster.client.v1().events().inNamespace("shop").list().getItems();
    }

    private static String words(VolumeEvent event) {
        EventWords words = EventWords.of(event, "n").orElseThrow();
        return words.reason() + " " + words.message();
    }
}
