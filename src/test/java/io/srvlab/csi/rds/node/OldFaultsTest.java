package io.srvlab.csi.rds.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.host.HostCommand;
import io.srvlab.csi.rds.nvme.ShieldMode;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.Generation;
import io.srvlab.csi.rds.volume.VolumeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Faults that the driver before this one had on nodes; every one of them, here or elsewhere, is a tag. */
class OldFaultsTest {
    private static final VolumeId VOLUME = new VolumeId("vol");

    @TempDir
    Path directory;

    private final List<String> ran = new CopyOnWriteArrayList<>();
    private NodeUnderTest node;
    private DriverUnderTest driver;

    @BeforeEach
    void aStagedVolume() throws IOException {
        node = new NodeUnderTest(directory);
        node.image("vol", NodeUnderTest.SIZE);
        driver = node.driver(
                command -> {
                    ran.add(command.toString());
                    return node.host.run(command);
                },
                ShieldMode.AUTO);
        done(driver.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)));
    }

    @Test
    @Tag("defect-20")
    void stagingAgainNeitherChecksNorFormatsNorMountsWhatIsMounted() throws IOException {
        String before = Files.readString(node.host.mountinfo());
        assertThat(ran).anyMatch(OldFaultsTest::changesTheVolume);
        ran.clear();
        done(driver.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)));
        assertThat(ran).noneMatch(OldFaultsTest::changesTheVolume);
        assertThat(node.host.mountinfo()).content().isEqualTo(before);
    }

    @Test
    @Tag("defect-20")
    void publishingAgainStacksNoMounts() throws IOException {
        done(driver.binder.publish(node.publish("vol", NodeUnderTest.MOUNTED, "one")));
        String before = Files.readString(node.host.mountinfo());
        done(driver.binder.publish(node.publish("vol", NodeUnderTest.MOUNTED, "one")));
        assertThat(node.host.mountinfo()).content().isEqualTo(before);
    }

    @Test
    @Tag("defect-22")
    void aVolumeWhoseStagingMountIsGoneIsNotTakenFromItsPods() throws IOException {
        done(driver.binder.publish(node.publish("vol", NodeUnderTest.MOUNTED, "one")));
        done(node.host
                .run(HostCommand.of(
                        Duration.ofSeconds(5), "umount", node.staging("vol").toString()))
                .then());
        driver.stager
                .unstage(node.unstage("vol"))
                .as(StepVerifier::create)
                .expectError(Failure.Conflict.class)
                .verify(Duration.ofSeconds(20));
        assertThat(node.host.mountinfo()).content().contains(node.pod("one").toString());
        assertThat(node.host.dev().resolve("nvme0n1")).exists();
    }

    @Test
    @Tag("defect-18")
    void aVolumeThatHasLeftTheNodeLeavesNoBreakerBehind() throws IOException {
        node.image("bad", NodeUnderTest.SIZE);
        StageVolume refused = node.stage("bad", NodeUnderTest.MOUNTED, (Generation) null);
        for (int i = 0; i < 3; i++) {
            assertThat(refusal(driver.stager.stage(refused))).contains("rds.csi.srvlab.io/format=true");
        }
        assertThat(refusal(driver.stager.stage(refused))).contains("3 times in a row");
        done(driver.stager.unstage(node.unstage("bad")));
        assertThat(refusal(driver.stager.stage(refused))).contains("rds.csi.srvlab.io/format=true");
    }

    private static String refusal(Mono<Void> work) {
        return work.then(Mono.just("accepted"))
                .onErrorResume(Failure.Conflict.class, refused -> Mono.just(refused.getMessage()))
                .block(Duration.ofSeconds(20));
    }

    @Test
    @Tag("defect-27")
    void expandingAnswersWithTheSizeThatTheKernelSees() {
        done(driver.binder.publish(node.publish("vol", NodeUnderTest.MOUNTED, "one")));
        node.image("vol", 3 * NodeUnderTest.SIZE);
        driver.expander
                .expand(new ExpandOnNode(VOLUME, node.pod("one"), new Capacity(2 * NodeUnderTest.SIZE)))
                .as(StepVerifier::create)
                .expectNext(new Capacity(3 * NodeUnderTest.SIZE))
                .expectComplete()
                .verify(Duration.ofSeconds(20));
    }

    @Test
    @Tag("defect-28")
    void statisticsNeedNoProgramBeyondCoreutils() {
        ran.clear();
        driver.stats
                .measure(new MeasureVolume(VOLUME, node.staging("vol")))
                .as(StepVerifier::create)
                .expectNextCount(1)
                .expectComplete()
                .verify(Duration.ofSeconds(20));
        assertThat(ran).isNotEmpty().allMatch(line -> line.startsWith("stat ") || line.startsWith("dmsetup "));
    }

    @Test
    @Tag("defect-30")
    void programsMayBeRunFromAVolume() {
        done(driver.binder.publish(node.publish("vol", NodeUnderTest.MOUNTED, "one")));
        assertThat(ran).anyMatch(line -> line.startsWith("mount ") && line.contains("bind"));
        assertThat(ran).noneMatch(line -> line.contains("noexec"));
    }

    @Test
    @Tag("incident-3")
    void aBlockVolumeAddsNoMountAtAll() throws IOException {
        node.image("raw", NodeUnderTest.SIZE);
        done(driver.stager.stage(node.stage("raw", NodeUnderTest.RAW)));
        String before = Files.readString(node.host.mountinfo());
        done(driver.binder.publish(node.publish("raw", NodeUnderTest.RAW, "one")));
        assertThat(node.host.mountinfo()).content().isEqualTo(before);
    }

    private static boolean changesTheVolume(String line) {
        return line.startsWith("mkfs")
                || line.startsWith("fsck")
                || line.startsWith("xfs_")
                || line.startsWith("mount ");
    }

    private static void done(Mono<Void> work) {
        work.as(StepVerifier::create).expectComplete().verify(Duration.ofSeconds(20));
    }
}
