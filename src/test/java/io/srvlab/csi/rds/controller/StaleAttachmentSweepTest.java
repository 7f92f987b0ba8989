package io.srvlab.csi.rds.controller;

import static io.srvlab.csi.rds.controller.Bench.A;
import static io.srvlab.csi.rds.controller.Bench.B;
import static io.srvlab.csi.rds.controller.Bench.RWO;
import static io.srvlab.csi.rds.controller.Bench.RWX;
import static io.srvlab.csi.rds.controller.Bench.VOLUME;
import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.attachment.NodeState;
import io.srvlab.csi.rds.controller.FencingSettings.AllowList;
import io.srvlab.csi.rds.controller.FencingSettings.Known;
import io.srvlab.csi.rds.controller.FencingSettings.Wanted;
import io.srvlab.csi.rds.simulator.rds.DirectRouterOs;
import io.srvlab.csi.rds.simulator.rds.Switches;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** What becomes of the volumes of nodes that died. */
class StaleAttachmentSweepTest {
    private static final NodeState.Present DEAD = new NodeState.Present(false, false, Set.of(VOLUME));
    private static final NodeState.Present OFF = new NodeState.Present(false, true, Set.of(VOLUME));

    @TempDir
    Path directory;

    private Bench held(Wanted mode) {
        Bench bench = new Bench(
                new DirectRouterOs(directory, Switches.defaults()),
                new FencingSettings(mode, Known.YES, AllowList.UNKNOWN));
        bench.withVolume().cluster.request(VOLUME, A, false);
        bench.publishedTo(A, RWO).cluster.request(VOLUME, A, true);
        bench.cluster.uses(A, VOLUME, true);
        return bench;
    }

    private static void clears(Bench bench, int nodes) {
        StepVerifier.create(bench.sweep.sweep()).expectNext(nodes).verifyComplete();
    }

    @Test
    void aNodeThatIsMerelyNotReadyKeepsItsVolumes() {
        Bench bench = held(Wanted.ROTATE_NQN);
        bench.cluster.state(A, DEAD);
        clears(bench, 0);
        assertThat(bench.device.isExported(VOLUME.value())).isTrue();
    }

    @Test
    void theTaintReleasesThemInEveryMode() {
        Bench bench = held(Wanted.EVIDENCE_ONLY);
        bench.cluster.state(A, OFF);
        clears(bench, 1);
        assertThat(bench.device.isExported(VOLUME.value())).isFalse();
        assertThat(bench.cluster.requested(VOLUME)).isEmpty();
        assertThat(bench.events).contains(new VolumeEvent.StaleAttachmentCleared(VOLUME, A));
        bench.publishedTo(B, RWO);
    }

    @Test
    void aMissingNodeIsNoProofThatItsMachineIsOff() {
        Bench bench = held(Wanted.EVIDENCE_ONLY);
        bench.cluster.remove(A);
        clears(bench, 0);
        StepVerifier.create(bench.publisher.unpublish(new UnpublishVolume.FromNode(VOLUME, A)))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(Failure.Conflict.class)
                        .hasMessageContainingAll("worker-a", "evidence-only", "out-of-service"));
        assertThat(bench.isHeld()).isTrue();
    }

    @Test
    @DisplayName("a missing node's volumes are free once it is fenced: its NQN is gone")
    void aMissingNodeIsFenced() {
        Bench bench = held(Wanted.ROTATE_NQN);
        bench.cluster.remove(A);
        clears(bench, 1);
        bench.publishedTo(B, RWO);
        assertThat(bench.device.property(VOLUME.value(), "nvme-tcp-server-nqn")).matches(".*vol-1[.]g[0-9]{12}");
    }

    @Test
    void aMissingNodeGivesItsVolumeBackOnceItIsFenced() {
        Bench bench = held(Wanted.ROTATE_NQN);
        bench.cluster.remove(A);
        StepVerifier.create(bench.publisher.unpublish(new UnpublishVolume.FromNode(VOLUME, A)))
                .verifyComplete();
        assertThat(bench.isHeld()).isFalse();
        assertThat(bench.device.property(VOLUME.value(), "comment")).contains(":nqn-");
    }

    /** A new name would cut off the one that stays as well. */
    @Test
    void ofTwoMigratingNodesRenamingFencesNoneAlone() {
        Bench bench = new Bench(
                new DirectRouterOs(directory, Switches.defaults()),
                new FencingSettings(Wanted.ROTATE_NQN, Known.YES, AllowList.UNKNOWN));
        bench.withVolume().publishedTo(A, RWX).publishedTo(B, RWX).cluster.state(A, DEAD);
        StepVerifier.create(bench.publisher.unpublish(new UnpublishVolume.FromNode(VOLUME, A)))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(Failure.Conflict.class)
                        .hasMessageContainingAll(
                                "rotate-nqn",
                                "cannot cut it off without worker-b",
                                "taint",
                                "delete the pod on worker-b"));
        bench.cluster.state(A, OFF);
        StepVerifier.create(bench.publisher.unpublish(new UnpublishVolume.FromNode(VOLUME, A)))
                .verifyComplete();
        assertThat(bench.cluster.attachment(VOLUME).nodes()).containsExactly(B);
    }

    @Test
    void whileTheRdsIsAwayNothingIsReleased() {
        Bench bench = held(Wanted.ROTATE_NQN);
        bench.cluster.remove(A);
        bench.device.lose("*");
        clears(bench, 0);
        assertThat(bench.isHeld()).isTrue();
        assertThat(bench.cluster.requested(VOLUME)).containsExactly(A);
    }

    @Test
    void onlyTheLeaderSweeps() {
        Bench bench = held(Wanted.ROTATE_NQN);
        Sinks.Many<Boolean> leads = Sinks.many().replay().latest();
        leads.tryEmitNext(false);
        StepVerifier.withVirtualTime(() -> bench.sweep.watch(leads::asFlux, Flux.never(), Duration.ofMinutes(5)))
                .expectSubscription()
                .then(() -> bench.cluster.remove(A))
                .thenAwait(Duration.ofMinutes(6))
                .then(() -> assertThat(bench.isHeld()).isTrue())
                .then(() -> leads.tryEmitNext(true))
                .thenAwait(Duration.ofSeconds(1))
                .then(() -> assertThat(bench.isHeld()).isFalse())
                .thenCancel()
                .verify();
    }
}
