package io.srvlab.csi.rds.controller;

import static io.srvlab.csi.rds.controller.Bench.A;
import static io.srvlab.csi.rds.controller.Bench.B;
import static io.srvlab.csi.rds.controller.Bench.C;
import static io.srvlab.csi.rds.controller.Bench.RWO;
import static io.srvlab.csi.rds.controller.Bench.RWX;
import static io.srvlab.csi.rds.controller.Bench.VOLUME;
import static io.srvlab.csi.rds.controller.Bench.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class VolumePublisherTest {
    @TempDir
    Path directory;

    private Bench bench;

    @BeforeEach
    void start() {
        bench = new Bench(directory);
    }

    private void refused(PublishVolume request, Class<? extends Failure> failure, String... words) {
        StepVerifier.create(bench.publisher.publish(request))
                .verifyErrorSatisfies(
                        error -> assertThat(error).isInstanceOf(failure).hasMessageContainingAll(words));
    }

    private void unpublish(UnpublishVolume request) {
        StepVerifier.create(bench.publisher.unpublish(request)).verifyComplete();
    }

    @Test
    void theNodeIsToldWhereTheVolumeIs() {
        StepVerifier.create(bench.withVolume().publisher.publish(to(A, RWX)))
                .expectNext(Map.of(
                        "nvme_address", "10.0.1.1",
                        "nvme_port", "4420",
                        "nvme_nqn", "nqn.2000-02.com.mikrotik:vol-1",
                        "fs_type", "ext4",
                        "generation", "1"))
                .verifyComplete();
        assertThat(bench.device.isExported(VOLUME.value())).isTrue();
    }

    @Test
    void aNewVolumeIsFreshUntilItIsGivenBackForTheFirstTime() {
        String generation = bench.withVolume().fresh(A, RWO).orElseThrow();
        assertThat(generation).matches("[0-9a-f]{16}");
        assertThat(bench.fresh(A, RWO)).as("asked again").contains(generation);
        unpublish(new UnpublishVolume.FromNode(VOLUME, A));
        assertThat(bench.fresh(A, RWO)).isEmpty();
    }

    @Test
    void aVolumeThatTwoNodesHeldIsNotFreshForEither() {
        bench.withVolume().publishedTo(A, RWX).publishedTo(B, RWX);
        assertThat(bench.device.scripts()).containsExactly("create-disk", "open-export", "open-export");
        unpublish(new UnpublishVolume.FromNode(VOLUME, A));
        unpublish(new UnpublishVolume.FromNode(VOLUME, B));
        assertThat(bench.fresh(A, RWO)).isEmpty();
    }

    @Test
    void theVolumesOwnContextNamesTheAddress() {
        bench.withVolume();
        PublishVolume request = new PublishVolume(
                VOLUME, A, RWO, false, Map.of("rdsAddress", "10.0.0.9", "nvmeAddress", "10.0.0.8", "fsType", "xfs"));
        StepVerifier.create(bench.publisher.publish(request))
                .assertNext(context -> assertThat(context)
                        .containsEntry("nvme_address", "10.0.0.8")
                        .containsEntry("fs_type", "xfs"))
                .verifyComplete();
    }

    @ParameterizedTest
    @CsvSource({"0, 5, false", "3, 5, true", "15, 5, true", "16, 5, false", "30, 20, true"})
    void theRecordSaysWhoseWritesFailWhileAnExportIsAwayForAMoment(
            String fastIoFail, String reconnect, boolean impatient) {
        bench.withVolume();
        Map<String, String> context = Map.of("fastIoFailTmo", fastIoFail, "reconnectDelay", reconnect);
        StepVerifier.create(bench.publisher.publish(new PublishVolume(VOLUME, A, RWO, false, context)))
                .expectNextCount(1)
                .verifyComplete();
        assertThat(bench.cluster.attachment(VOLUME).isImpatient()).isEqualTo(impatient);
    }

    @Test
    void anUnknownNodeOrVolumeIsNotFound() {
        refused(to(A, RWO), Failure.NotFound.class, "vol-1");
        assertThat(bench.isHeld()).isFalse();
        refused(
                new PublishVolume(VOLUME, new NodeName("stranger"), RWO, false, Map.of()),
                Failure.NotFound.class,
                "stranger");
    }

    @Test
    void aLostAnswerLeavesTheVolumeHeldUntilItIsGivenBack() {
        bench.withVolume().device.lose("*");
        refused(to(A, RWO), Failure.Unavailable.class, "line went dead");
        assertThat(bench.isHeld()).isTrue();
        bench.device.lose("");
        refused(to(B, RWO), Failure.Conflict.class, "worker-a");
        unpublish(new UnpublishVolume.FromNode(VOLUME, A));
        bench.publishedTo(B, RWO);
    }

    @Test
    void secondNodeIsRefusedWhileTheFirstHoldsTheVolume() {
        bench.withVolume().publishedTo(A, RWO);
        refused(to(B, RWO), Failure.Conflict.class, "worker-a", "worker-b", "volumeMode Block");
        assertThat(bench.events).contains(new VolumeEvent.AttachRefused(VOLUME, B, A));
    }

    @Test
    void theSameNodeInAnotherWayExistsAlready() {
        bench.withVolume().publishedTo(A, RWO);
        refused(new PublishVolume(VOLUME, A, RWO, true, Map.of()), Failure.AlreadyExists.class, "read-only");
    }

    @Test
    void askingAgainOpensAnExportThatWasLost() {
        bench.withVolume().publishedTo(A, RWO).closeByHand();
        bench.publishedTo(A, RWO);
        assertThat(bench.device.isExported(VOLUME.value())).isTrue();
    }

    @Test
    void twoNodesAtMostShareABlockVolume() {
        bench.withVolume().publishedTo(A, RWX).publishedTo(B, RWX);
        refused(to(C, RWX), Failure.Conflict.class, "2 nodes (migration limit)", "worker-a and worker-b");
        assertThat(bench.events).contains(new VolumeEvent.MigrationStarted(VOLUME, A, B, Duration.ofMinutes(5)));
    }

    @Test
    void theSecondNodeIsRefusedUnlessItIsForTheSameMachine() {
        bench.withVolume().publishedTo(A, RWX).oneMachine = Mono.just(false);
        refused(to(B, RWX), Failure.Conflict.class, "worker-a", "worker-b", "live-migrate", "same-machine");
        assertThat(bench.cluster.attachment(VOLUME).nodes()).containsExactly(A);
        assertThat(bench.events).contains(new VolumeEvent.AttachRefused(VOLUME, B, A));
    }

    @Test
    void nobodyJoinsWhileTheMachinesCannotBeAskedFor() {
        bench.withVolume().publishedTo(A, RWX).oneMachine = Mono.empty();
        refused(to(B, RWX), Failure.Conflict.class, "worker-a", "worker-b");
        bench.oneMachine = Mono.error(new Failure.Unavailable("the API server does not answer", "try again"));
        refused(to(B, RWX), Failure.Unavailable.class, "does not answer");
        assertThat(bench.cluster.attachment(VOLUME).nodes()).containsExactly(A);
        assertThat(bench.device.scripts()).containsExactly("create-disk", "open-export");
    }

    @Test
    void aHolderIsNotAskedForItsMachineAgain() {
        bench.withVolume().publishedTo(A, RWX).publishedTo(B, RWX).oneMachine = Mono.just(false);
        bench.publishedTo(A, RWX).publishedTo(B, RWX);
    }

    @Test
    void whereTheSettingIsRelaxedNobodyAsksForMachines() {
        Bench relaxed = Bench.ofAnyPods(directory);
        relaxed.oneMachine = Mono.error(new AssertionError("asked"));
        relaxed.withVolume().publishedTo(A, RWX).publishedTo(B, RWX);
    }

    @Test
    void theExportStaysUntilTheLastNodeLetsGo() {
        bench.withVolume().publishedTo(A, RWX).publishedTo(B, RWX);
        unpublish(new UnpublishVolume.FromNode(VOLUME, A));
        assertThat(bench.device.isExported(VOLUME.value())).isTrue();
        assertThat(bench.events)
                .contains(new VolumeEvent.MigrationEnded(
                        VOLUME, A, B, VolumeEvent.MigrationResult.SUCCESS, Duration.ZERO));
        unpublish(new UnpublishVolume.FromNode(VOLUME, B));
        assertThat(bench.device.isExported(VOLUME.value())).isFalse();
    }

    @Test
    void anotherNodesUnpublishLeavesTheHolderAlone() {
        bench.withVolume().publishedTo(A, RWO);
        unpublish(new UnpublishVolume.FromNode(VOLUME, B));
        assertThat(bench.device.isExported(VOLUME.value())).isTrue();
    }

    @Test
    void anEmptyNodeIdTakesTheVolumeFromEverybody() {
        bench.withVolume().publishedTo(A, RWX).publishedTo(B, RWX);
        unpublish(new UnpublishVolume.FromAll(VOLUME));
        assertThat(bench.isHeld()).isFalse();
        assertThat(bench.device.isExported(VOLUME.value())).isFalse();
    }

    @Test
    void aReleaseThatCouldNotCloseTheExportKeepsTheHolder() {
        bench.withVolume().publishedTo(A, RWO).device.lose("close-export");
        StepVerifier.create(bench.publisher.unpublish(new UnpublishVolume.FromNode(VOLUME, A)))
                .verifyError(Failure.Unavailable.class);
        refused(to(B, RWO), Failure.Conflict.class, "worker-a");
        bench.device.lose("");
        unpublish(new UnpublishVolume.FromNode(VOLUME, A));
        bench.publishedTo(B, RWO);
    }

    @Test
    void unpublishingWhatDoesNotExistIsDone() {
        unpublish(new UnpublishVolume.FromNode(VOLUME, A));
        unpublish(new UnpublishVolume.FromAll(VOLUME));
    }
}
