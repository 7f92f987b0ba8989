package io.srvlab.csi.rds.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.nvme.ShieldMode;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.ConnectOptions;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.Nqn;
import io.srvlab.csi.rds.volume.NvmeTarget;
import io.srvlab.csi.rds.volume.VolumeId;
import io.srvlab.csi.rds.volume.VolumeUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** A volume whose export has come back under a rotated NQN, on a node that is told of it at stage and at no other call. */
class RotatedVolumeTest {
    private static final VolumeId VOLUME = new VolumeId("vol");
    private static final Nqn ROTATED = Nqn.rotated(VOLUME, "000000000003");
    private static final NvmeTarget TARGET = new NvmeTarget("10.0.0.1", 4420, ROTATED);

    private static final Duration DEADLINE = Duration.ofSeconds(45);

    @TempDir
    Path directory;

    static Stream<VolumeUse> uses() {
        return Stream.of(NodeUnderTest.MOUNTED, NodeUnderTest.RAW);
    }

    @ParameterizedTest
    @EnumSource(ShieldMode.class)
    void itsRecordLeadsEveryOtherCallToIt(ShieldMode mode) throws IOException {
        NodeUnderTest node = node(mode);
        staged(node);
        Files.writeString(node.pod("one").resolve("data"), "only copy");
        node.target.export(ROTATED.value(), NodeUnderTest.SIZE * 2);
        grown(node);
        left(node);
    }

    @ParameterizedTest
    @EnumSource(ShieldMode.class)
    void withoutARecordItsMountAndItsConnectionLeadToIt(ShieldMode mode) throws IOException {
        NodeUnderTest node = node(mode);
        staged(node);
        done(node.records.remove(VOLUME));
        node.target.export(ROTATED.value(), NodeUnderTest.SIZE * 2);
        grown(node);
        left(node);
    }

    @Test
    void withoutARecordAnotherVolumesConnectionStays() throws IOException {
        NodeUnderTest node = node(ShieldMode.OFF);
        String alike = Nqn.rotated(new VolumeId("vol-2"), "000000000003").value();
        node.target.export(alike, NodeUnderTest.SIZE);
        NvmeTarget other = new NvmeTarget("10.0.0.1", 4420, new Nqn(alike));
        done(node.driver
                .parts
                .connector()
                .connect(other, ConnectOptions.DEFAULT, new NodeName("worker-1"))
                .then());
        done(node.stager.unstage(node.unstage("vol")));
        assertThat(node.host.dev()).isNotEmptyDirectory();
    }

    @Test
    void aContextOfAnEarlierGenerationIsRefusedWhileItIsStaged() throws IOException {
        NodeUnderTest node = node(ShieldMode.AUTO);
        done(node.stager.stage(at(node, TARGET, 3)));
        node.image("vol", NodeUnderTest.SIZE);
        node.stager
                .stage(at(node, NodeUnderTest.target("vol"), 2))
                .as(StepVerifier::create)
                .verifyErrorSatisfies(refused -> assertThat(refused)
                        .isInstanceOf(Failure.Conflict.class)
                        .hasMessageContaining("later generation"));
        done(node.stager.stage(at(node, TARGET, 4)));
        node.records
                .find(VOLUME)
                .as(StepVerifier::create)
                .assertNext(found -> assertThat(found).hasValueSatisfying(record -> {
                    assertThat(record.nqn()).isEqualTo(ROTATED);
                    assertThat(record.link().generation()).isEqualTo(4);
                }))
                .verifyComplete();
    }

    /** The kernel ignores a namespace whose identity a connection that leads nowhere still has. */
    @ParameterizedTest
    @MethodSource("uses")
    void inUseAndRotatedTwiceItGoesOnAndNothingOfItsFormerNqnsIsLeft(VolumeUse use) throws IOException {
        NodeUnderTest node = node(ShieldMode.AUTO);
        done(node.stager.stage(at(node, use, TARGET, 3)));
        done(node.binder.publish(node.publish("vol", use, "one")));
        NvmeTarget fourth = rotated("000000000004");
        node.stager
                .stage(at(node, use, fourth, 4))
                .as(StepVerifier::create)
                .expectError(Failure.Unavailable.class)
                .verify(DEADLINE);
        NvmeTarget fifth = rotated("000000000005");
        node.target.rename(ROTATED.value(), fifth.nqn().value());
        done(node.host.notice());
        done(node.stager.stage(at(node, use, fifth, 5)));
        node.driver
                .parts
                .devices()
                .survey()
                .as(StepVerifier::create)
                .assertNext(all -> assertThat(all).containsOnlyKeys(fifth.nqn().value()))
                .verifyComplete();
        done(node.host.sync());
        done(node.binder.unpublish(node.unpublish("vol", "one")));
        done(node.stager.unstage(node.unstage("vol")));
        assertThat(node.host.dev()).isEmptyDirectory();
    }

    @Test
    void theRecordOfAnUnshieldedVolumeSaysWhatItsDeviceWas() throws IOException {
        NodeUnderTest node = node(ShieldMode.OFF);
        staged(node);
        node.records
                .find(VOLUME)
                .as(StepVerifier::create)
                .assertNext(found -> assertThat(found).hasValueSatisfying(record -> {
                    assertThat(record.identity().wwid()).startsWith("uuid.");
                    assertThat(record.proof()).isNull();
                }))
                .verifyComplete();
    }

    private NodeUnderTest node(ShieldMode mode) throws IOException {
        NodeUnderTest node = new NodeUnderTest(directory, Schedulers.boundedElastic(), mode);
        node.target.export(ROTATED.value(), NodeUnderTest.SIZE);
        return node;
    }

    private static NvmeTarget rotated(String rotation) {
        return new NvmeTarget(TARGET.address(), TARGET.port(), Nqn.rotated(VOLUME, rotation));
    }

    private static StageVolume at(NodeUnderTest node, NvmeTarget target, long generation) {
        return at(node, NodeUnderTest.MOUNTED, target, generation);
    }

    private static StageVolume at(NodeUnderTest node, VolumeUse use, NvmeTarget target, long generation) {
        StageVolume told = node.stage("vol", use, target);
        return new StageVolume(
                told.volume(),
                told.target(),
                told.options(),
                told.use(),
                told.stagingPath(),
                new StageVolume.Granted(NodeUnderTest.FIRST, generation));
    }

    private static void staged(NodeUnderTest node) {
        done(node.stager.stage(at(node, TARGET, 3)));
        done(node.binder.publish(node.publish("vol", NodeUnderTest.MOUNTED, "one")));
    }

    private static void grown(NodeUnderTest node) {
        Capacity wanted = new Capacity(NodeUnderTest.SIZE * 2);
        node.expander
                .expand(new ExpandOnNode(VOLUME, node.pod("one"), wanted))
                .as(StepVerifier::create)
                .expectNext(wanted)
                .verifyComplete();
        node.stats
                .measure(new MeasureVolume(VOLUME, node.pod("one")))
                .as(StepVerifier::create)
                .expectNextCount(1)
                .verifyComplete();
    }

    private static void left(NodeUnderTest node) {
        done(node.binder.unpublish(node.unpublish("vol", "one")));
        done(node.stager.unstage(node.unstage("vol")));
        assertThat(node.host.dev()).isEmptyDirectory();
    }

    private static void done(Mono<Void> work) {
        work.as(StepVerifier::create).expectComplete().verify(DEADLINE);
    }
}
