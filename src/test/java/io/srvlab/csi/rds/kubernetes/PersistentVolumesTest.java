package io.srvlab.csi.rds.kubernetes;

import static io.srvlab.csi.rds.kubernetes.ClusterUnderTest.VOLUME;
import static io.srvlab.csi.rds.kubernetes.ClusterUnderTest.WORKER_1;
import static io.srvlab.csi.rds.kubernetes.ClusterUnderTest.WORKER_2;
import static io.srvlab.csi.rds.kubernetes.ClusterUnderTest.attachment;
import static io.srvlab.csi.rds.kubernetes.ClusterUnderTest.volume;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeListBuilder;
import io.srvlab.csi.rds.attachment.FormatWishes;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeId;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class PersistentVolumesTest {
    private static final String LIST = "/api/v1/persistentvolumes?limit=500";
    private static final String SECOND = "/api/v1/persistentvolumes?continue=more&limit=500";

    @Test
    void allPagesAreClaimed() {
        try (ClusterUnderTest cluster = ClusterUnderTest.asleep()) {
            page(cluster, LIST, "more", volume());
            page(cluster, SECOND, null, volume("static", "disk-7", Map.of()), foreign());
            cluster.volumes
                    .claimed()
                    .as(StepVerifier::create)
                    .expectNext(Set.of(VOLUME, new VolumeId("disk-7")))
                    .verifyComplete();
        }
    }

    @Test
    void aPageThatFailsMakesAllOfItAnError() {
        try (ClusterUnderTest cluster = ClusterUnderTest.asleep()) {
            page(cluster, LIST, "more", volume());
            cluster.server
                    .expect()
                    .get()
                    .withPath(SECOND)
                    .andReturn(HttpURLConnection.HTTP_GONE, "{}")
                    .always();
            cluster.volumes.claimed().as(StepVerifier::create).verifyError(Failure.Unavailable.class);
        }
    }

    @Test
    void aWishIsGrantedOnce() {
        try (ClusterUnderTest cluster = ClusterUnderTest.asleep(volume(
                "pvc-1", "pvc-1", Map.of("rds.csi.srvlab.io/reset-circuit-breaker", "true", "other", "stays")))) {
            AnnotatedWish reset = AnnotatedWish.resetBreaker(cluster.volumesOf(WORKER_1));
            Flux.merge(reset.take(VOLUME), reset.take(VOLUME), reset.take(VOLUME))
                    .filter(granted -> granted)
                    .as(StepVerifier::create)
                    .expectNext(true)
                    .verifyComplete();
            assertThat(cluster.annotations()).containsExactly(Map.entry("other", "stays"));
        }
    }

    @Test
    void onlyTrueIsAWishAndOnlyOfTheVolumeItself() {
        try (ClusterUnderTest cluster = ClusterUnderTest.asleep(
                volume("pvc-1", "pvc-1", Map.of("rds.csi.srvlab.io/format", "yes")),
                volume("pvc-2", "another", Map.of("rds.csi.srvlab.io/format", "true")))) {
            FormatWishes format = cluster.watch.formatWishes();
            Flux.concat(format.take(VOLUME), format.take(new VolumeId("pvc-2")), format.take(new VolumeId("pvc-3")))
                    .as(StepVerifier::create)
                    .expectNext(false, false, false)
                    .verifyComplete();
            assertThat(cluster.annotations()).containsKey("rds.csi.srvlab.io/format");
        }
    }

    @Test
    void aWishThatCannotBeRemovedIsNotGranted() {
        try (ClusterUnderTest cluster =
                ClusterUnderTest.asleep(volume("pvc-1", "pvc-1", Map.of("rds.csi.srvlab.io/format", "true")))) {
            cluster.server
                    .expect()
                    .patch()
                    .withPath("/api/v1/persistentvolumes/pvc-1")
                    .andReturn(HttpURLConnection.HTTP_FORBIDDEN, "{}")
                    .always();
            Mono<Boolean> granted = cluster.watch.formatWishes().take(VOLUME);
            granted.as(StepVerifier::create).verifyError(Failure.Unavailable.class);
        }
    }

    /** Nothing but the node's own VolumeAttachment says which PersistentVolume it is. */
    @Test
    void aWishAtAVolumeThatAPersonNamedIsHeardWhereItIsAttached() {
        VolumeId handle = new VolumeId("disk-7");
        String name = KnownAttachment.usualName("disk-7", ClusterUnderTest.DRIVER, WORKER_1);
        try (ClusterUnderTest cluster = ClusterUnderTest.asleep(
                volume("by-hand", "disk-7", Map.of("rds.csi.srvlab.io/reset-circuit-breaker", "true")),
                attachment(name, "by-hand", WORKER_1, true))) {
            granted(AnnotatedWish.resetBreaker(cluster.volumesOf(WORKER_2)).take(handle), false);
            granted(AnnotatedWish.resetBreaker(cluster.volumesOf(WORKER_1)).take(handle), true);
            granted(AnnotatedWish.resetBreaker(cluster.volumesOf(WORKER_1)).take(handle), false);
        }
    }

    @Test
    void aControllerHearsAWishAtAVolumeThatAPersonNamed() {
        VolumeId handle = new VolumeId("disk-7");
        try (ClusterUnderTest cluster =
                ClusterUnderTest.with(volume("by-hand", "disk-7", Map.of("rds.csi.srvlab.io/format", "true")))) {
            granted(cluster.watch.formatWishes().take(handle), true);
            granted(cluster.watch.formatWishes().take(handle), false);
        }
    }

    private static void granted(Mono<Boolean> wish, boolean so) {
        wish.as(StepVerifier::create).expectNext(so).verifyComplete();
    }

    private static void page(ClusterUnderTest cluster, String path, String next, PersistentVolume... volumes) {
        var list = new PersistentVolumeListBuilder()
                .withNewMetadata()
                .withContinue(next)
                .endMetadata()
                .withItems(List.of(volumes))
                .build();
        cluster.server
                .expect()
                .get()
                .withPath(path)
                .andReturn(HttpURLConnection.HTTP_OK, list)
                .always();
    }

    private static PersistentVolume foreign() {
        PersistentVolume foreign = volume("pvc-9", "pvc-9", Map.of());
        foreign.getSpec().getCsi().setDriver("ebs.csi.aws.com");
        return foreign;
    }
}
