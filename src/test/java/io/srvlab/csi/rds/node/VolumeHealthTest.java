package io.srvlab.csi.rds.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.nvme.ShieldMode;
import io.srvlab.csi.rds.volume.ConnectOptions;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.Health;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeEvent;
import io.srvlab.csi.rds.volume.VolumeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** What a node tells of a volume without a shield, and how it mends one that came back under another number. */
class VolumeHealthTest {
    private static final VolumeId VOLUME = new VolumeId("vol");
    private static final String NQN = NodeUnderTest.nqn("vol").value();

    @TempDir
    Path directory;

    private NodeUnderTest node;

    @BeforeEach
    void aMountedVolume() throws IOException {
        node = new NodeUnderTest(directory, Schedulers.boundedElastic(), ShieldMode.OFF);
        node.image("vol", NodeUnderTest.SIZE);
        done(node.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)));
    }

    @Test
    void aSoundVolumeIsSaidToBeSound() {
        assertThat(measured().health()).isEqualTo(new Health.Sound());
    }

    @Test
    void oneWhoseTargetIsAwayIsAilingAndItsLastUsageIsTold() {
        Usage before = measured().usage();
        node.target.takeAway(NQN);
        done(node.host.notice());
        assertThat(ailing().reason()).isEqualTo("PathLost");
        assertThat(measured().usage()).isEqualTo(before);
        assertThat(told()).singleElement().isInstanceOf(VolumeEvent.PathLost.class);
        node.target.bringBack(NQN);
        done(node.host.notice());
        assertThat(measured().health()).isEqualTo(new Health.Sound());
        measured();
        assertThat(told()).hasSize(2).last().isEqualTo(new VolumeEvent.PathBack(VOLUME));
    }

    /** A fork takes longer than the kubelet should wait for it, and a child that looks at a dead device may never end. */
    @Test
    void statsOfOneWhoseTargetIsAwayStartNoProcess() {
        KilledAfter commands = new KilledAfter(node.host, "", 1);
        VolumeStats stats = node.driver(commands, ShieldMode.OFF).stats;
        Usage before = measured(stats).usage();
        node.target.takeAway(NQN);
        done(node.host.notice());
        assertThat(measured(stats).usage()).isEqualTo(before);
        assertThat(commands.killed()).isFalse();
    }

    @Test
    void oneThatLostItsConnectionIsAiling() {
        done(node.host.disconnect("nvme0"));
        assertThat(ailing().message()).contains("no connection");
    }

    @Test
    void oneWhoseFilesystemHasMetErrorsIsDegraded() throws IOException {
        Path counted = Files.createDirectories(node.host.sys().resolve("fs/ext4/nvme0n1"));
        Files.writeString(counted.resolve("errors_count"), "3\n");
        assertThat(ailing().reason()).isEqualTo("FilesystemErrors");
        assertThat(ailing().severity()).isEqualTo(Health.Severity.DEGRADED);
    }

    @Nested
    class BackUnderAnotherNumber {
        @BeforeEach
        void reconnected() {
            done(node.host.disconnect("nvme0"));
            done(node.driver
                    .parts
                    .connector()
                    .connect(NodeUnderTest.target("vol"), ConnectOptions.DEFAULT, new NodeName("worker-1"))
                    .then());
        }

        @Test
        void itsMountIsSaidToBeStaleAndPublishingMendsIt() {
            assertThat(ailing().reason()).isEqualTo("StaleMount");
            done(node.binder.publish(node.publish("vol", NodeUnderTest.MOUNTED, "one")));
            assertThat(measured().health()).isEqualTo(new Health.Sound());
            assertThat(node.host.mountinfo()).content().contains("nvme0n2").doesNotContain("nvme0n1");
        }

        @Test
        void stagingMendsItToo() {
            done(node.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)));
            assertThat(measured().health()).isEqualTo(new Health.Sound());
        }
    }

    @Test
    void oneThatCameBackUnderAnotherIdentityIsLookedForAndMendedByPublishing() {
        node.target.takeAway(NQN);
        done(node.host.notice());
        node.target.rebuild(NQN);
        node.target.bringBack(NQN);
        done(node.host.notice());
        assertThat(ailing().message()).contains("shows no device");
        done(node.binder.publish(node.publish("vol", NodeUnderTest.MOUNTED, "one")));
        assertThat(measured().health()).isEqualTo(new Health.Sound());
    }

    @Test
    void aStaleMountThatAPodStillShowsIsLeftAlone() {
        done(node.binder.publish(node.publish("vol", NodeUnderTest.MOUNTED, "one")));
        done(node.host.disconnect("nvme0"));
        node.stager
                .stage(node.stage("vol", NodeUnderTest.MOUNTED))
                .as(StepVerifier::create)
                .verifyErrorSatisfies(refusal -> assertThat(refusal)
                        .isInstanceOf(Failure.Conflict.class)
                        .hasMessageContaining(node.pod("one").toString()));
        assertThat(node.host.mountinfo()).content().contains("nvme0n1");
    }

    private List<VolumeEvent> told() {
        return node.events.stream()
                .filter(event -> event instanceof VolumeEvent.PathLost || event instanceof VolumeEvent.PathBack)
                .toList();
    }

    private Health.Ailing ailing() {
        assertThat(measured().health()).isInstanceOf(Health.Ailing.class);
        return (Health.Ailing) measured().health();
    }

    private Measurement measured() {
        return measured(node.stats);
    }

    private Measurement measured(VolumeStats stats) {
        return stats.measure(new MeasureVolume(VOLUME, node.staging("vol")))
                .blockOptional(Duration.ofSeconds(20))
                .orElseThrow();
    }

    private static void done(Mono<Void> work) {
        work.as(StepVerifier::create).expectComplete().verify(Duration.ofSeconds(30));
    }
}
