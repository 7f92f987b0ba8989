package io.srvlab.csi.rds.kubernetes;

import static io.srvlab.csi.rds.kubernetes.ClusterUnderTest.VOLUME;
import static io.srvlab.csi.rds.kubernetes.ClusterUnderTest.WORKER_1;
import static io.srvlab.csi.rds.kubernetes.ClusterUnderTest.WORKER_2;
import static io.srvlab.csi.rds.kubernetes.ClusterUnderTest.attachment;
import static io.srvlab.csi.rds.kubernetes.ClusterUnderTest.volume;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeSpecBuilder;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachmentBuilder;
import io.srvlab.csi.rds.attachment.AccessClass;
import io.srvlab.csi.rds.attachment.Attachment;
import io.srvlab.csi.rds.attachment.Attachment.Holder;
import io.srvlab.csi.rds.attachment.AttachmentPolicy;
import io.srvlab.csi.rds.attachment.Contender;
import io.srvlab.csi.rds.attachment.Migration;
import io.srvlab.csi.rds.attachment.PublishDecision;
import io.srvlab.csi.rds.attachment.Recorded;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.NodeName;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A controller that has just started knows what the one before it gave away, or says that it does not know. */
class RestartedControllerTest {
    private static final Instant SINCE = Instant.parse("2026-11-21T10:00:00Z");
    private static final String ATTACHMENTS = "/apis/storage.k8s.io/v1/volumeattachments?limit=200";

    /** The prior driver took a list that failed for an empty one. */
    @Test
    @Tag("defect-13")
    void attachmentsThatCannotBeListedAreNotNone() {
        try (ClusterUnderTest cluster =
                ClusterUnderTest.asleep(volume(), attachment("va-1", "pvc-1", WORKER_1, true))) {
            cluster.server
                    .expect()
                    .get()
                    .withPath(ATTACHMENTS)
                    .andReturn(HttpURLConnection.HTTP_INTERNAL_ERROR, "{}")
                    .always();
            cluster.watch.start();
            await().until(() -> cluster.watch
                    .freshness()
                    .state()
                    .reason()
                    .equals("the cluster's VolumeAttachments have not been read completely yet"));

            for (Mono<?> question : List.of(
                    cluster.watch.records().read(VOLUME),
                    cluster.watch.records().all())) {
                question.as(StepVerifier::create).verifyError(Failure.Unavailable.class);
            }
        }
    }

    /** The prior driver overlooked a node whose attachment did not say so yet, or no longer. */
    @Test
    @Tag("defect-13")
    void aHolderWhoseAttachmentDoesNotSaySoYetStillHolds() {
        try (ClusterUnderTest cluster = ClusterUnderTest.with(
                held(AccessClass.SINGLE_NODE, Migration.NONE, WORKER_1),
                attachment("va-1", "pvc-1", WORKER_1, false),
                attachment("va-2", "pvc-1", WORKER_2, false))) {
            assertThat(asked(cluster, WORKER_2, AccessClass.SINGLE_NODE))
                    .isEqualTo(new PublishDecision.RefuseHeld(WORKER_1));
        }
    }

    /** The prior driver took them in the order of their objects' names, and so the target for the source. */
    @Test
    @Tag("defect-14")
    void theFirstOfTwoHoldersIsStillTheFirst() {
        Migration migration = new Migration(SINCE, Duration.ofDays(10_000));
        try (ClusterUnderTest cluster = ClusterUnderTest.with(
                held(AccessClass.MULTI_NODE, migration, WORKER_2, WORKER_1),
                attachment("a", "pvc-1", WORKER_1, true),
                attachment("b", "pvc-1", WORKER_2, true))) {
            assertThat(read(cluster).standing(AccessClass.MULTI_NODE).nodes()).containsExactly(WORKER_2, WORKER_1);
        }
    }

    /** The prior driver ignored attachments that carry the volume themselves. */
    @Test
    @Tag("defect-14")
    void anAttachmentOfAnInlineVolumeHoldsItToo() {
        try (ClusterUnderTest cluster =
                ClusterUnderTest.with(volume("by-hand", "pvc-1", Map.of()), inline("a", WORKER_1))) {
            assertThat(read(cluster).attached()).containsExactly(WORKER_1);
            assertThat(asked(cluster, WORKER_2, AccessClass.SINGLE_NODE))
                    .isEqualTo(new PublishDecision.RefuseHeld(WORKER_1));
            assertThat(Objects.requireNonNull(cluster.watch.records().all().block()))
                    .extracting(Recorded::volume, Recorded::attached)
                    .containsExactly(tuple(VOLUME, Set.of(WORKER_1)));
        }
    }

    /** In the prior driver the time of a migration was lost with the process. */
    @Test
    @Tag("defect-15")
    void aMigrationThatBeganBeforeTheRestartIsStillOverdue() {
        try (ClusterUnderTest cluster = ClusterUnderTest.with(
                held(AccessClass.MULTI_NODE, new Migration(SINCE, Duration.ofMinutes(5)), WORKER_1, WORKER_2),
                attachment("va-1", "pvc-1", WORKER_1, true),
                attachment("va-2", "pvc-1", WORKER_2, true))) {
            Recorded read = read(cluster);
            assertThat(decision(read, WORKER_2, AccessClass.MULTI_NODE, SINCE.plusSeconds(300)))
                    .isInstanceOf(PublishDecision.AlreadyHeld.class);
            assertThat(decision(read, WORKER_2, AccessClass.MULTI_NODE, SINCE.plusSeconds(301)))
                    .isInstanceOf(PublishDecision.RefuseOverdue.class);
        }
    }

    private static PersistentVolume held(AccessClass access, Migration migration, NodeName... nodes) {
        List<Holder> holders = List.of(nodes).stream()
                .map(node -> new Holder(node, false, SINCE))
                .toList();
        Attachment attachment = new Attachment(access, holders, 3, migration, Instant.EPOCH);
        return volume("pvc-1", "pvc-1", Map.of(Annotations.ATTACHMENT, AttachmentText.of(attachment)));
    }

    private static VolumeAttachment inline(String name, NodeName node) {
        return new VolumeAttachmentBuilder(attachment(name, "unused", node, true))
                .editSpec()
                .withNewSource()
                .withInlineVolumeSpec(new PersistentVolumeSpecBuilder()
                        .withNewCsi()
                        .withDriver(ClusterUnderTest.DRIVER)
                        .withVolumeHandle("pvc-1")
                        .endCsi()
                        .build())
                .endSource()
                .endSpec()
                .build();
    }

    private static Recorded read(ClusterUnderTest cluster) {
        return Objects.requireNonNull(cluster.watch.records().read(VOLUME).block());
    }

    /** Long after it came to be. */
    private static PublishDecision asked(ClusterUnderTest cluster, NodeName node, AccessClass access) {
        return decision(read(cluster), node, access, SINCE.plus(Duration.ofDays(1)));
    }

    private static PublishDecision decision(Recorded read, NodeName node, AccessClass access, Instant now) {
        return new AttachmentPolicy(Duration.ofSeconds(30))
                .onPublish(read, new Contender(node, access, false, Duration.ofMinutes(5)), now);
    }
}
