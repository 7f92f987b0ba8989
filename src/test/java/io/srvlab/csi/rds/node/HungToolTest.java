package io.srvlab.csi.rds.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.host.CommandOutput;
import io.srvlab.csi.rds.host.HostCommand;
import io.srvlab.csi.rds.host.HostCommands;
import io.srvlab.csi.rds.nvme.ShieldMode;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.Health;
import io.srvlab.csi.rds.volume.VolumeEvent;
import io.srvlab.csi.rds.volume.VolumeGate;
import io.srvlab.csi.rds.volume.VolumeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** A tool of the driver's own that waits for a target which goes away under it. */
class HungToolTest {
    private static final String NQN = NodeUnderTest.nqn("vol").value();
    private static final VolumeId VOLUME = new VolumeId("vol");

    @TempDir
    Path directory;

    private final CountDownLatch reached = new CountDownLatch(1);
    private NodeUnderTest node;
    private Path image;

    @BeforeEach
    void oneExport() throws IOException {
        node = new NodeUnderTest(directory);
        image = node.image("vol", NodeUnderTest.SIZE);
    }

    @Test
    void aFormatGoesOnWhenItsTargetIsBack() throws Exception {
        Mono<Void> staged = stagedWithoutTarget("mkfs");
        comesBack();
        done(staged);
        assertThat(health()).isEqualTo(new Health.Sound());
        assertThat(node.events).doesNotHaveAnyElementsOfTypes(VolumeEvent.PathRefused.class);
    }

    @Test
    void aFormatThatWaitsBurnsNoProcessor() throws Exception {
        stagedWithoutTarget("mkfs");
        assertThat(Files.readString(node.host.sys().resolve("block/dm-0/dm/suspended")))
                .startsWith("1");
        assertThat(health()).isInstanceOf(Health.Ailing.class);
        comesBack();
    }

    /** Nothing shows yet that it is the volume, so nothing of what waits may reach it. */
    @Test
    void aFormatWhoseTargetComesBackAsAnotherFailsAndAPersonDecides() throws Exception {
        Mono<Void> staged = stagedWithoutTarget("mkfs");
        byte[] before = Files.readAllBytes(image);
        node.target.rebuild(NQN);
        comesBack();
        failed(staged, Failure.class);
        assertThat(Files.readAllBytes(image)).isEqualTo(before);
        failed(node.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)), Failure.Conflict.class);
        done(node.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED, NodeUnderTest.SECOND)));
        done(node.driver.watch.round());
        assertThat(health()).isEqualTo(new Health.Sound());
    }

    @ParameterizedTest
    @ValueSource(strings = {"blkid", "fsck"})
    void aCheckWhoseTargetComesBackAsAnotherIsMadeAnew(String tool) throws Exception {
        done(node.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)));
        Files.writeString(node.staging("vol").resolve("data"), "only copy");
        done(node.stager.unstage(node.unstage("vol")));
        Mono<Void> staged = stagedWithoutTarget(tool);
        node.target.rebuild(NQN);
        comesBack();
        staged.onErrorComplete().block(Duration.ofSeconds(20));
        done(node.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)));
        assertThat(node.staging("vol").resolve("data")).hasContent("only copy");
    }

    @Test
    void aVolumeWhoseUnmountIsLeftHangingIsLedBackToItsData() throws IOException {
        DriverUnderTest driver = hangingUnmount();
        node.target.rebuild(NQN);
        node.target.bringBack(NQN);
        done(node.host.notice());
        done(driver.watch.round());
        done(driver.watch.round());
        done(driver.stager.unstage(node.unstage("vol")));
        done(driver.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)));
        assertThat(node.staging("vol").resolve("data")).hasContent("only copy");
    }

    @Test
    void aVolumeWhoseUnmountIsLeftHangingIsGivenUpInTheEnd() throws IOException {
        DriverUnderTest driver = hangingUnmount();
        unstages(driver, Duration.ofSeconds(10))
                .expectError(Failure.Unavailable.class)
                .verify(Duration.ofSeconds(20));
        node.clock.forward(Duration.ofMinutes(11));
        unstages(driver, Duration.ofSeconds(30)).expectComplete().verify(Duration.ofSeconds(20));
        assertThat(node.host.dev()).isEmptyDirectory();
    }

    /** The volume's data is not written back when the target goes, and umount outlasts its deadline. */
    private DriverUnderTest hangingUnmount() throws IOException {
        node = new NodeUnderTest(
                Files.createDirectory(directory.resolve("other")), Schedulers.immediate(), ShieldMode.AUTO);
        node.image("vol", NodeUnderTest.SIZE);
        DriverUnderTest driver = node.driver(new OneAtATime(node.host, suspended()), ShieldMode.AUTO);
        done(driver.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)));
        Files.writeString(node.staging("vol").resolve("data"), "only copy");
        node.target.takeAway(NQN);
        done(node.host.notice());
        done(driver.watch.round());
        unstages(driver, Duration.ofMinutes(1))
                .expectError(Failure.Unavailable.class)
                .verify(Duration.ofSeconds(20));
        return driver;
    }

    private StepVerifier.Step<Void> unstages(DriverUnderTest driver, Duration within) {
        return StepVerifier.withVirtualTime(() -> VolumeGate.about(VOLUME, driver.stager.unstage(node.unstage("vol"))))
                .thenAwait(within.plusSeconds(1));
    }

    /** A call that has come to that tool when the target goes, as the watch has seen. */
    private Mono<Void> stagedWithoutTarget(String tool) throws InterruptedException {
        HostCommands goes = command -> Mono.defer(() -> {
            if (command.toString().contains(tool) && reached.getCount() > 0) {
                node.target.takeAway(NQN);
                reached.countDown();
            }
            return node.host.run(command);
        });
        Mono<Void> staged = node.driver(goes, ShieldMode.AUTO)
                .stager
                .stage(node.stage("vol", NodeUnderTest.MOUNTED))
                .cache();
        staged.subscribe(done -> {}, failure -> {});
        assertThat(reached.await(20, TimeUnit.SECONDS)).as(tool).isTrue();
        done(node.host.notice());
        done(node.driver.watch.round());
        done(node.driver.watch.round());
        return staged;
    }

    private void comesBack() {
        node.target.bringBack(NQN);
        done(node.host.notice());
        node.clock.forward(Duration.ofMinutes(1));
        done(node.driver.watch.round());
        done(node.driver.watch.round());
    }

    private Path suspended() {
        return node.host.sys().resolve("block/dm-0/dm/suspended");
    }

    private Health health() {
        return node.driver.parts.troubles().of(VOLUME);
    }

    private static void done(Mono<Void> work) {
        work.as(StepVerifier::create).expectComplete().verify(Duration.ofSeconds(20));
    }

    private static void failed(Mono<Void> work, Class<? extends Failure> kind) {
        work.as(StepVerifier::create).expectError(kind).verify(Duration.ofSeconds(20));
    }

    /** As {@code ForkedHostCommands} does: while a command of a subject hangs past its deadline, no other one of it is run. */
    private record OneAtATime(HostCommands host, Path suspended, AtomicReference<String> hangs)
            implements HostCommands {
        OneAtATime(HostCommands host, Path suspended) {
            this(host, suspended, new AtomicReference<>(""));
        }

        @Override
        public Mono<CommandOutput> run(HostCommand command) {
            return Mono.deferContextual(context -> {
                String subject = context.getOrDefault(VolumeGate.VOLUME, "");
                return subject.isEmpty() || !subject.equals(hangs.get()) || !isSuspended()
                        ? host.run(command).doOnError(TimeoutException.class, late -> hangs.set(subject))
                        : Mono.error(new IOException("an earlier command still hangs"));
            });
        }

        private boolean isSuspended() {
            try {
                return Files.readString(suspended).startsWith("1");
            } catch (IOException gone) {
                return false;
            }
        }
    }
}
