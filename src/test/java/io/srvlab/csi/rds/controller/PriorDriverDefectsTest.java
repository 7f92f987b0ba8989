package io.srvlab.csi.rds.controller;

import static io.srvlab.csi.rds.controller.Bench.A;
import static io.srvlab.csi.rds.controller.Bench.B;
import static io.srvlab.csi.rds.controller.Bench.C;
import static io.srvlab.csi.rds.controller.Bench.RWO;
import static io.srvlab.csi.rds.controller.Bench.RWX;
import static io.srvlab.csi.rds.controller.Bench.VOLUME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srvlab.csi.rds.attachment.Attachment;
import io.srvlab.csi.rds.attachment.NodeState;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeEvent;
import io.srvlab.csi.rds.volume.VolumeEvent.MigrationResult;
import io.srvlab.csi.rds.volume.VolumeUse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

/** What the driver that came before did wrong about attachments, by the number of the defect. */
class PriorDriverDefectsTest {
    @TempDir
    Path directory;

    private Bench bench;

    @BeforeEach
    void start() {
        bench = new Bench(directory).withVolume();
    }

    private void unpublish(NodeName node) {
        StepVerifier.create(bench.publisher.unpublish(new UnpublishVolume.FromNode(VOLUME, node)))
                .verifyComplete();
    }

    private void refused(NodeName node, VolumeUse use, Class<? extends Failure> failure) {
        StepVerifier.create(bench.publisher.publish(Bench.to(node, use))).verifyError(failure);
    }

    private MigrationResult lastResult() {
        return bench.events.stream()
                .filter(VolumeEvent.MigrationEnded.class::isInstance)
                .map(VolumeEvent.MigrationEnded.class::cast)
                .reduce((first, last) -> last)
                .orElseThrow()
                .result();
    }

    @Test
    @Tag("defect-11")
    @DisplayName("defect 11: an attached volume is not deleted")
    void defect11() {
        bench.publishedTo(A, RWO);
        StepVerifier.create(bench.provisioner.delete(VOLUME)).verifyError(Failure.Conflict.class);
    }

    @Test
    @Tag("defect-12")
    @DisplayName("defect 12: no grace lets a third node in after a detach and an attach elsewhere")
    void defect12() {
        bench.publishedTo(A, RWO);
        unpublish(A);
        bench.publishedTo(B, RWO);
        refused(C, RWO, Failure.Conflict.class);
    }

    @Test
    @Tag("defect-13")
    @DisplayName("defect 13: while the API server cannot tell who holds what, nothing is attached")
    void defect13() {
        bench.cluster.away(true);
        refused(A, RWO, Failure.Unavailable.class);
        bench.cluster.away(false);
        assertThat(bench.isHeld()).isFalse();
        assertThat(bench.device.isExported(VOLUME.value())).isFalse();
    }

    @Test
    @Tag("defect-15")
    @DisplayName(
            "defect 15: a migration that takes too long is refused with its time, also by a controller that did not begin it")
    void defect15() {
        bench.publishedTo(A, RWX).publishedTo(B, RWX);
        bench.clock.forward(Duration.ofSeconds(301));
        StepVerifier.create(bench.publisher.publish(Bench.to(B, RWX)))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(Failure.Conflict.class)
                        .hasMessageContainingAll("301 s", "300 s", "worker-a and worker-b"));
        unpublish(B);
        assertThat(lastResult()).isEqualTo(MigrationResult.TIMEOUT);
    }

    @Test
    @Tag("defect-16")
    @DisplayName("defect 16: a migrating volume loses the dead node only")
    void defect16() {
        bench.publishedTo(A, RWX).publishedTo(B, RWX);
        bench.cluster.state(A, new NodeState.Present(false, true, Set.of(VOLUME)));
        StepVerifier.create(bench.sweep.sweep()).expectNext(1).verifyComplete();
        assertThat(bench.cluster.attachment(VOLUME).nodes()).containsExactly(B);
        assertThat(bench.device.isExported(VOLUME.value())).isTrue();
    }

    @Test
    @Tag("defect-18")
    @DisplayName("defect 18: what was read stays as it was read, whatever is written later")
    void defect18() {
        bench.publishedTo(A, RWX);
        Attachment read = bench.cluster.attachment(VOLUME);
        bench.publishedTo(B, RWX);
        unpublish(A);
        assertThat(read.nodes()).containsExactly(A);
        assertThatThrownBy(() -> read.holders().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    @Tag("defect-35")
    @DisplayName("defect 35: a second controller knows what the first has given away")
    void defect35() {
        bench.publishedTo(A, RWO);
        ControllerLife second = ControllerLife.in(
                new MortalWorld(bench.cluster, bench.device, MortalWorld.Death.NONE, SteppedWorld.Safeguard.NONE),
                new FencingSettings(
                        FencingSettings.Wanted.AUTO, FencingSettings.Known.UNKNOWN, FencingSettings.AllowList.UNKNOWN),
                bench.clock);
        StepVerifier.create(second.publisher().publish(Bench.to(B, RWO))).verifyError(Failure.Conflict.class);
        StepVerifier.create(second.publisher().publish(Bench.to(A, RWO)))
                .expectNextCount(1)
                .verifyComplete();
    }

    @Test
    @Tag("defect-19")
    @DisplayName("defect 19: an empty node id detaches everybody")
    void defect19() {
        bench.publishedTo(A, RWX).publishedTo(B, RWX);
        StepVerifier.create(bench.publisher.unpublish(new UnpublishVolume.FromAll(VOLUME)))
                .verifyComplete();
        assertThat(bench.isHeld()).isFalse();
    }

    @Test
    @Tag("defect-41")
    @DisplayName("defect 41: a volume held by one node alone is joined by nobody")
    void defect41() {
        bench.publishedTo(A, RWO);
        refused(B, RWX, Failure.Conflict.class);
    }

    @Test
    @Tag("defect-42")
    @DisplayName("defect 42: a migration whose target gives up has failed")
    void defect42() {
        bench.publishedTo(A, RWX).publishedTo(B, RWX);
        unpublish(B);
        assertThat(lastResult()).isEqualTo(MigrationResult.FAILED);
        bench.publishedTo(B, RWX);
        unpublish(A);
        assertThat(lastResult()).isEqualTo(MigrationResult.SUCCESS);
    }

    @Test
    @Tag("defect-43")
    @DisplayName("defect 43: a node that holds nothing detaches nothing, and failures are told")
    void defect43() {
        unpublish(A);
        assertThat(bench.events).noneMatch(VolumeEvent.Detached.class::isInstance);
        bench.device.lose("open-export");
        refused(A, RWO, Failure.Unavailable.class);
        assertThat(bench.events).contains(new VolumeEvent.AttachmentFailed(VOLUME, A, true));
    }
}
