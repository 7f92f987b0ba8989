package io.srvlab.csi.rds.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.mount.MountTargets;
import io.srvlab.csi.rds.nvme.ShieldMode;
import io.srvlab.csi.rds.volume.VolumeGate;
import io.srvlab.csi.rds.volume.VolumeId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** What becomes of a node's connections when its driver ends. */
class ShutdownCleanupTest {
    private static final VolumeId VOLUME = new VolumeId("vol");

    @TempDir
    Path directory;

    private boolean goesDown;
    private final VolumeGate gate = new VolumeGate();

    @ParameterizedTest
    @EnumSource(ShieldMode.class)
    void aDriverThatIsRestartedLeavesEverythingAsItIs(ShieldMode mode) throws IOException {
        NodeUnderTest node = node(mode);
        done(node.stager.stage(node.stage("vol", NodeUnderTest.RAW)));
        left(node);
        assertThat(node.host.dev()).isNotEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource(ShieldMode.class)
    void whatNobodyHoldsIsDisconnectedWhenTheMachineGoesDown(ShieldMode mode) throws IOException {
        NodeUnderTest node = node(mode);
        goesDown();
        done(node.stager.stage(node.stage("vol", NodeUnderTest.RAW)));
        left(node, VOLUME);
        assertThat(node.host.dev()).isEmptyDirectory();
        done(node.stager.unstage(node.unstage("vol")));
        assertThat(directory.resolve("records")).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource(ShieldMode.class)
    void aMountHoldsItsConnection(ShieldMode mode) throws IOException {
        NodeUnderTest node = node(mode);
        goesDown();
        done(node.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)));
        left(node);
        assertThat(node.host.dev()).isNotEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource(ShieldMode.class)
    void aPublishedBlockVolumeHoldsItsConnectionAlsoUnopened(ShieldMode mode) throws IOException {
        NodeUnderTest node = node(mode);
        goesDown();
        done(node.stager.stage(node.stage("vol", NodeUnderTest.RAW)));
        done(node.binder.publish(node.publish("vol", NodeUnderTest.RAW, "one")));
        left(node);
        assertThat(node.host.dev()).isNotEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource(ShieldMode.class)
    void aCallThatIsUnderWayHasItsVolume(ShieldMode mode) throws IOException {
        NodeUnderTest node = node(mode);
        goesDown();
        done(node.stager.stage(node.stage("vol", NodeUnderTest.RAW)));
        Sinks.Empty<Void> call = Sinks.empty();
        gate.exclusively(VOLUME, call.asMono()).subscribe();
        left(node);
        assertThat(node.host.dev()).isNotEmptyDirectory();
        call.tryEmitEmpty();
    }

    private NodeUnderTest node(ShieldMode mode) throws IOException {
        NodeUnderTest node = new NodeUnderTest(directory, Schedulers.boundedElastic(), mode);
        node.image("vol", NodeUnderTest.SIZE);
        return node;
    }

    private void goesDown() {
        goesDown = true;
    }

    private void left(NodeUnderTest node, VolumeId... expected) {
        ShutdownCleanup cleanup = new ShutdownCleanup(
                Mono.fromSupplier(() -> goesDown), node.records, new MountTargets(node.io), node.driver.ends, gate);
        cleanup.run()
                .as(StepVerifier::create)
                .expectNext(List.of(expected))
                .expectComplete()
                .verify(Duration.ofSeconds(30));
    }

    private static void done(Mono<Void> work) {
        work.as(StepVerifier::create).expectComplete().verify(Duration.ofSeconds(30));
    }
}
