package io.srvlab.csi.rds.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.host.HostCommands;
import io.srvlab.csi.rds.nvme.ShieldMode;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.Health;
import io.srvlab.csi.rds.volume.VolumeEvent;
import io.srvlab.csi.rds.volume.VolumeId;
import io.srvlab.csi.rds.volume.VolumeUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** When a volume gets a shield, when it goes without one, and when what waits behind one is given up. */
class ShieldModeTest {
    private static final String NQN = NodeUnderTest.nqn("vol").value();

    @TempDir
    Path directory;

    private NodeUnderTest node;

    static Stream<VolumeUse> uses() {
        return Stream.of(NodeUnderTest.MOUNTED, NodeUnderTest.RAW);
    }

    @BeforeEach
    void oneExport() throws IOException {
        node = new NodeUnderTest(directory, Schedulers.immediate(), ShieldMode.AUTO);
        node.image("vol", NodeUnderTest.SIZE);
    }

    @Test
    void whereDmsetupIsMissingAVolumeIsStagedWithoutUnlessItMustHaveOne() throws IOException {
        HostCommands without = command -> command.words().getFirst().equals("dmsetup")
                ? Mono.error(new NoSuchFileException("dmsetup"))
                : node.host.run(command);
        DriverUnderTest strict = node.driver(without, ShieldMode.ON);
        failed(strict.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)), Failure.Conflict.class);
        assertThat(strict.parts.shield().support().state().reason()).contains("dmsetup");

        DriverUnderTest lenient = node.driver(without, ShieldMode.AUTO);
        done(lenient.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)));
        done(lenient.watch.round());
        assertThat(node.host.dev().resolve("dm-0")).doesNotExist();
        assertThat(lenient.parts.shield().support().state().ready()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("uses")
    void aVolumeInUseWithoutAShieldGoesOnWithout(VolumeUse use) throws IOException {
        DriverUnderTest before = node.driver(node.host, ShieldMode.OFF);
        done(before.stager.stage(node.stage("vol", use)));
        done(before.binder.publish(node.publish("vol", use, "one")));
        DriverUnderTest after = node.driver(node.host, ShieldMode.ON);
        done(after.stager.stage(node.stage("vol", use)));
        done(after.binder.publish(node.publish("vol", use, "one")));
        done(after.watch.round());
        assertThat(node.host.dev().resolve("dm-0")).doesNotExist();
        expand(after);
        leave(after);
    }

    @ParameterizedTest
    @MethodSource("uses")
    void aVolumeInUseWithAShieldGoesOnWithItWhenItIsTurnedOff(VolumeUse use) throws IOException {
        done(node.stager.stage(node.stage("vol", use)));
        done(node.binder.publish(node.publish("vol", use, "one")));
        DriverUnderTest after = node.driver(node.host, ShieldMode.OFF);
        done(after.stager.stage(node.stage("vol", use)));
        done(after.binder.publish(node.publish("vol", use, "one")));
        done(after.watch.round());
        assertThat(node.host.dev().resolve("dm-0")).exists();
        expand(after);
        leave(after);
    }

    @Test
    void whatWaitsForATargetIsGivenUpOnlyWhenPatienceEndsAndNothingIsMounted() throws IOException {
        done(node.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)));
        Files.writeString(node.staging("vol").resolve("data"), "not written back");
        node.target.takeAway(NQN);
        done(node.host.notice());
        unavailable(Duration.ofMinutes(1));
        unavailable(Duration.ofSeconds(10));
        node.clock.forward(Duration.ofMinutes(9));
        unavailable(Duration.ofSeconds(10));
        assertThat(node.host.dev().resolve("dm-0")).exists();
        node.clock.forward(Duration.ofMinutes(2));
        StepVerifier.withVirtualTime(() -> node.stager.unstage(node.unstage("vol")))
                .thenAwait(Duration.ofSeconds(30))
                .expectComplete()
                .verify(Duration.ofSeconds(20));
        assertThat(node.events).hasAtLeastOneElementOfType(VolumeEvent.PathReleased.class);
        assertThat(node.host.dev()).isEmptyDirectory();
    }

    @Test
    void aTargetThatIsBackIsWaitedForHoweverLongItTakes() throws IOException {
        done(node.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)));
        Files.writeString(node.staging("vol").resolve("data"), "only copy");
        node.target.takeAway(NQN);
        done(node.host.notice());
        unavailable(Duration.ofMinutes(1));
        unavailable(Duration.ofSeconds(10));
        node.target.rebuild(NQN);
        node.target.bringBack(NQN);
        done(node.host.notice());
        done(node.driver.watch.round());
        done(node.driver.watch.round());
        done(node.stager.unstage(node.unstage("vol")));
        done(node.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)));
        assertThat(node.staging("vol").resolve("data")).hasContent("only copy");
    }

    @Test
    void aVolumeWithAnOperationOnItsPathIsComeBackTo() {
        done(node.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)));
        node.driver
                .parts
                .gate()
                .exclusively(new VolumeId("vol"), node.driver.watch.round())
                .as(StepVerifier::create)
                .expectComplete()
                .verify(Duration.ofSeconds(20));
        assertThat(node.driver.parts.troubles().of(new VolumeId("vol"))).isEqualTo(new Health.Sound());
    }

    @Test
    void aCallWaitsForARepairToEnd() {
        Sinks.Empty<Void> repair = Sinks.empty();
        StepVerifier.withVirtualTime(() -> Mono.when(
                        node.driver.parts.gate().exclusively(new VolumeId("vol"), repair.asMono()),
                        node.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED))))
                .thenAwait(Duration.ofSeconds(5))
                .then(repair::tryEmitEmpty)
                .thenAwait(Duration.ofSeconds(1))
                .expectComplete()
                .verify(Duration.ofSeconds(20));
    }

    private void expand(DriverUnderTest driver) {
        Capacity twice = new Capacity(2 * NodeUnderTest.SIZE);
        node.image("vol", twice.bytes());
        driver.expander
                .expand(new ExpandOnNode(new VolumeId("vol"), node.pod("one"), twice))
                .as(StepVerifier::create)
                .expectNext(twice)
                .verifyComplete();
    }

    private void leave(DriverUnderTest driver) {
        done(driver.binder.unpublish(node.unpublish("vol", "one")));
        done(driver.stager.unstage(node.unstage("vol")));
        assertThat(node.host.dev()).isEmptyDirectory();
    }

    private void unavailable(Duration deadline) {
        StepVerifier.withVirtualTime(() -> node.stager.unstage(node.unstage("vol")))
                .thenAwait(deadline.plusSeconds(1))
                .expectError(Failure.Unavailable.class)
                .verify(Duration.ofSeconds(20));
    }

    private static void done(Mono<Void> work) {
        work.as(StepVerifier::create).expectComplete().verify(Duration.ofSeconds(20));
    }

    private static void failed(Mono<?> work, Class<? extends Failure> kind) {
        work.as(StepVerifier::create).expectError(kind).verify(Duration.ofSeconds(20));
    }
}
