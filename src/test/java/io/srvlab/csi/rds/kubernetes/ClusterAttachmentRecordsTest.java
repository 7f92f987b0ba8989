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
import io.fabric8.kubernetes.api.model.Quantity;
import io.srvlab.csi.rds.attachment.AccessClass;
import io.srvlab.csi.rds.attachment.Attachment;
import io.srvlab.csi.rds.attachment.Attachment.Holder;
import io.srvlab.csi.rds.attachment.AttachmentRecords;
import io.srvlab.csi.rds.attachment.Migration;
import io.srvlab.csi.rds.attachment.Recorded;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Attachments at an API server that keeps what is written. */
class ClusterAttachmentRecordsTest {
    private static final Instant SINCE = Instant.parse("2026-11-21T10:00:00.123456Z");
    private static final String PATH = "/api/v1/persistentvolumes/pvc-1";

    @Test
    void whatIsWrittenIsReadAtOnceAndStandsAtTheApiServer() {
        try (ClusterUnderTest cluster = ClusterUnderTest.with(volume())) {
            Recorded written = written(cluster, held(WORKER_1, 1));

            assertThat(read(cluster)).isEqualTo(written);
            assertThat(written.attachment()).isEqualTo(held(WORKER_1, 1));
            assertThat(cluster.annotations())
                    .containsEntry("rds.csi.srvlab.io/attached-node", "worker-1")
                    .containsEntry("rds.csi.srvlab.io/attached-at", "2026-11-21T10:00:00.123456Z")
                    .containsEntry("rds.csi.srvlab.io/attachment", AttachmentText.of(held(WORKER_1, 1)));
        }
    }

    @Test
    void aReleasedVolumeKeepsItsGenerationAndLosesWhatPeopleRead() {
        try (ClusterUnderTest cluster = ClusterUnderTest.with(volume())) {
            written(cluster, held(WORKER_1, 1));
            Attachment free = new Attachment(AccessClass.SINGLE_NODE, List.of(), 2, Migration.NONE, SINCE);
            assertThat(written(cluster, free).attachment()).isEqualTo(free);
            assertThat(cluster.annotations()).containsOnlyKeys("rds.csi.srvlab.io/attachment");
        }
    }

    @Test
    void whoWroteMeanwhileWinsAndIsReadNext() {
        try (ClusterUnderTest cluster = ClusterUnderTest.with(volume());
                ClusterUnderTest.Replica other = cluster.replica()) {
            Recorded read = read(cluster);
            Recorded theirs = one(other.records().read(VOLUME));
            one(other.records().write(theirs, held(WORKER_2, 1)));

            records(cluster)
                    .write(read, held(WORKER_1, 1))
                    .as(StepVerifier::create)
                    .verifyError(Failure.Busy.class);
            assertThat(read(cluster).attachment()).isEqualTo(held(WORKER_2, 1));
        }
    }

    @Test
    void aFinalizerThatTheAttacherAddedMeanwhileIsNoConflict() {
        try (ClusterUnderTest cluster = ClusterUnderTest.with(volume())) {
            Recorded read = read(cluster);
            cluster.client.persistentVolumes().withName("pvc-1").edit(object -> {
                object.getMetadata().setFinalizers(List.of("external-attacher/rds-csi-srvlab-io"));
                return object;
            });

            assertThat(one(records(cluster).write(read, held(WORKER_1, 1))).attachment())
                    .isEqualTo(held(WORKER_1, 1));
        }
    }

    @Test
    void anApiServerThatFailsIsUnavailableAndTheNextReadIsLive() {
        try (ClusterUnderTest cluster = ClusterUnderTest.with(volume())) {
            Recorded read = read(cluster);
            cluster.server
                    .expect()
                    .patch()
                    .withPath(PATH)
                    .andReturn(HttpURLConnection.HTTP_INTERNAL_ERROR, "{}")
                    .once();
            records(cluster)
                    .write(read, held(WORKER_1, 1))
                    .as(StepVerifier::create)
                    .verifyError(Failure.Unavailable.class);

            cluster.server
                    .expect()
                    .get()
                    .withPath(PATH)
                    .andReturn(HttpURLConnection.HTTP_INTERNAL_ERROR, "{}")
                    .once();
            records(cluster).read(VOLUME).as(StepVerifier::create).verifyError(Failure.Unavailable.class);
            assertThat(read(cluster).attachment()).isEqualTo(Attachment.NOBODY);
        }
    }

    @Test
    void nothingIsSaidBeforeEverythingWasReadOnce() {
        try (ClusterUnderTest cluster = ClusterUnderTest.asleep(volume())) {
            for (Mono<?> question : List.of(
                    records(cluster).read(VOLUME),
                    records(cluster).all(),
                    records(cluster).write(Recorded.nothing(VOLUME), held(WORKER_1, 1)),
                    records(cluster).abandon(VOLUME, WORKER_1))) {
                question.as(StepVerifier::create)
                        .verifyErrorSatisfies(refusal -> assertThat(refusal)
                                .isInstanceOf(Failure.Unavailable.class)
                                .hasMessageContaining("have not been read completely yet"));
            }
        }
    }

    @Test
    void whatThePriorDriverAnnotatedHoldsNothingAndItsAttachmentsDo() {
        try (ClusterUnderTest cluster = ClusterUnderTest.with(
                volume("pvc-1", "pvc-1", Map.of("rds.csi.srvlab.io/attached-node", "worker-9")),
                attachment("va-1", "pvc-1", WORKER_1, true),
                attachment("va-2", "pvc-1", WORKER_2, false))) {
            assertThat(read(cluster)).satisfies(read -> {
                assertThat(read.attachment()).isEqualTo(Attachment.NOBODY);
                assertThat(read.attached()).containsExactly(WORKER_1);
                assertThat(read.requested()).containsExactlyInAnyOrder(WORKER_1, WORKER_2);
            });
        }
    }

    /** The prior driver took the PersistentVolume's name for the volume's id. */
    @Test
    @Tag("defect-14")
    void aStaticVolumeIsKnownByItsHandle() {
        VolumeId handle = new VolumeId("Disk-7");
        try (ClusterUnderTest cluster = ClusterUnderTest.with(
                volume("by-hand", "Disk-7", Map.of()), attachment("va-1", "by-hand", WORKER_1, true))) {
            assertThat(one(records(cluster).read(handle)).attached()).containsExactly(WORKER_1);
            assertThat(one(records(cluster).all())).extracting(Recorded::volume).containsExactly(handle);
        }
    }

    @Test
    void howLargeAVolumeIsItsPersistentVolumeSays() {
        PersistentVolume sized = volume();
        sized.getSpec().setCapacity(Map.of("storage", new Quantity("10Gi")));
        try (ClusterUnderTest cluster = ClusterUnderTest.with(sized, volume("pvc-2", "pvc-2", Map.of()))) {
            assertThat(read(cluster).size()).isEqualTo(Capacity.ofGibibytes(10));
            assertThat(one(records(cluster).read(new VolumeId("pvc-2"))).size()).isEqualTo(new Capacity(0));
        }
    }

    @Test
    void aVolumeOfTwoPersistentVolumesIsRefusedByName() {
        try (ClusterUnderTest cluster =
                ClusterUnderTest.with(volume("a", "disk-7", Map.of()), volume("b", "disk-7", Map.of()))) {
            records(cluster)
                    .read(new VolumeId("disk-7"))
                    .as(StepVerifier::create)
                    .verifyErrorSatisfies(refusal -> assertThat(refusal)
                            .isInstanceOf(Failure.Conflict.class)
                            .hasMessageContaining("more than one PersistentVolume"));
        }
    }

    @Test
    void anUnreadableAnnotationLeavesTheListWhole() {
        try (ClusterUnderTest cluster = ClusterUnderTest.with(
                volume("pvc-1", "pvc-1", Map.of(Annotations.ATTACHMENT, "?")),
                volume("pvc-2", "pvc-2", Map.of()),
                attachment("va-1", "pvc-1", WORKER_1, true),
                attachment("va-2", "pvc-2", WORKER_2, true))) {
            records(cluster).read(VOLUME).as(StepVerifier::create).verifyError(Failure.Conflict.class);
            List<Recorded> all = one(records(cluster).all());
            assertThat(all)
                    .extracting(Recorded::volume, Recorded::attached)
                    .containsExactlyInAnyOrder(
                            tuple(VOLUME, Set.of(WORKER_1)), tuple(new VolumeId("pvc-2"), Set.of(WORKER_2)));
            records(cluster)
                    .write(
                            all.stream()
                                    .filter(read -> read.volume().equals(VOLUME))
                                    .findFirst()
                                    .orElseThrow(),
                            held(WORKER_1, 1))
                    .as(StepVerifier::create)
                    .verifyError(Failure.Conflict.class);
        }
    }

    /** The list is made into a map by volume; two entries of one would end it for everybody. */
    @Test
    void aVolumeThatTwoNameStandsInTheListOnce() {
        try (ClusterUnderTest cluster = ClusterUnderTest.with(
                volume("a", "disk-7", Map.of()),
                volume("b", "disk-7", Map.of()),
                attachment("va-1", "a", WORKER_1, true),
                attachment("va-2", "b", WORKER_2, true),
                attachment("va-3", "disk-7", WORKER_2, false))) {
            assertThat(one(records(cluster).all()))
                    .extracting(Recorded::volume, Recorded::attached)
                    .containsExactly(tuple(new VolumeId("disk-7"), Set.of(WORKER_1, WORKER_2)));
        }
    }

    @Test
    void aVolumeWithoutPersistentVolumeIsNothingAndCannotBeWritten() {
        try (ClusterUnderTest cluster = ClusterUnderTest.with()) {
            assertThat(read(cluster)).isEqualTo(Recorded.nothing(VOLUME));
            records(cluster)
                    .write(Recorded.nothing(VOLUME), held(WORKER_1, 1))
                    .as(StepVerifier::create)
                    .verifyError(Failure.Conflict.class);
        }
    }

    /** The copy may be a moment behind; a holder without VolumeAttachment is fenced. */
    @Test
    void anAttachmentThatTheCopyLacksIsAskedForBeforeItIsSaidToBeMissing() {
        try (ClusterUnderTest cluster = ClusterUnderTest.with(volume())) {
            written(cluster, held(WORKER_1, 1));
            assertThat(read(cluster).requested()).isEmpty();

            String name = KnownAttachment.usualName("pvc-1", ClusterUnderTest.DRIVER, WORKER_1);
            String path = "/apis/storage.k8s.io/v1/volumeattachments/" + name;
            cluster.server
                    .expect()
                    .get()
                    .withPath(path)
                    .andReturn(HttpURLConnection.HTTP_OK, attachment(name, "pvc-1", WORKER_1, true))
                    .always();
            assertThat(read(cluster).requested()).containsExactly(WORKER_1);
            assertThat(one(records(cluster).all()))
                    .extracting(Recorded::attached)
                    .containsExactly(Set.of(WORKER_1));
        }
    }

    @Test
    void anAbandonedAttachmentIsDeletedWithItsFinalizer() {
        try (ClusterUnderTest cluster = ClusterUnderTest.with(
                volume(), attachment("va-1", "pvc-1", WORKER_1, true), attachment("va-2", "pvc-1", WORKER_2, true))) {
            records(cluster).abandon(VOLUME, WORKER_1).as(StepVerifier::create).verifyComplete();

            assertThat(cluster.client.storage().v1().volumeAttachments().list().getItems())
                    .extracting(object -> object.getMetadata().getName())
                    .containsExactly("va-2");
            await().until(() -> read(cluster).requested().equals(Set.of(WORKER_2)));
        }
    }

    private static Attachment held(NodeName node, long generation) {
        return new Attachment(
                AccessClass.SINGLE_NODE,
                List.of(new Holder(node, false, SINCE)),
                generation,
                Migration.NONE,
                Instant.EPOCH);
    }

    private static AttachmentRecords records(ClusterUnderTest cluster) {
        return cluster.watch.records();
    }

    private static Recorded read(ClusterUnderTest cluster) {
        return one(records(cluster).read(VOLUME));
    }

    private static Recorded written(ClusterUnderTest cluster, Attachment next) {
        return one(
                records(cluster).read(VOLUME).flatMap(read -> records(cluster).write(read, next)));
    }

    private static <T> T one(Mono<T> question) {
        return Objects.requireNonNull(question.block());
    }
}
