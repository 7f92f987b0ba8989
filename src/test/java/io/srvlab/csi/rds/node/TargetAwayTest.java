package io.srvlab.csi.rds.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.nvme.ShieldMode;
import io.srvlab.csi.rds.volume.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** What the node does while the RDS cannot be reached, with volumes that have no shield, in virtual time. */
class TargetAwayTest {
    private static final String NQN = NodeUnderTest.nqn("vol").value();

    @TempDir
    Path directory;

    private NodeUnderTest node;

    @BeforeEach
    void aStagedVolumeWithData() throws IOException {
        node = new NodeUnderTest(directory, Schedulers.immediate(), ShieldMode.OFF);
        node.image("vol", NodeUnderTest.SIZE);
        done(node.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)));
        Files.writeString(node.staging("vol").resolve("data"), "only copy");
    }

    @Test
    void aVolumeIsNotDisconnectedBeforeItsDataIsWrittenBack() {
        node.target.takeAway(NQN);
        unavailable(node.unstage("vol"), Duration.ofMinutes(1));
        assertThat(node.host.mountinfo()).content().doesNotContain("nvme0n1");
        unavailable(node.unstage("vol"), Duration.ofSeconds(10));
        assertThat(node.host.dev().resolve("nvme0n1")).exists();

        node.target.bringBack(NQN);
        done(node.host.sync());
        done(node.stager.unstage(node.unstage("vol")));
        done(node.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)));
        assertThat(node.staging("vol").resolve("data")).hasContent("only copy");
    }

    @Test
    void aStagedVolumeIsStagedAgainWithoutTouchingItsDevice() {
        node.target.takeAway(NQN);
        done(node.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)));
        done(node.binder.publish(node.publish("vol", NodeUnderTest.MOUNTED, "one")));
    }

    private void unavailable(UnstageVolume request, Duration deadline) {
        StepVerifier.withVirtualTime(() -> node.stager.unstage(request))
                .thenAwait(deadline.plusSeconds(1))
                .expectError(Failure.Unavailable.class)
                .verify(Duration.ofSeconds(20));
    }

    private static void done(Mono<Void> work) {
        work.as(StepVerifier::create).expectComplete().verify(Duration.ofSeconds(20));
    }
}
