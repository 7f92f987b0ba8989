package io.srvlab.csi.rds.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.host.CommandOutput;
import io.srvlab.csi.rds.host.HostCommand;
import io.srvlab.csi.rds.nvme.ShieldMode;
import io.srvlab.csi.rds.volume.AccessMode;
import io.srvlab.csi.rds.volume.AccessType;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeId;
import io.srvlab.csi.rds.volume.VolumeUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** A raw block volume's life on a node, on the simulated host. */
class BlockVolumeTest {
    @TempDir
    Path directory;

    private NodeUnderTest node;
    private Path image;

    @BeforeEach
    void oneStagedVolume() throws IOException {
        node = new NodeUnderTest(directory);
        image = node.image("vol", NodeUnderTest.SIZE);
        done(node.stager.stage(node.stage("vol", NodeUnderTest.RAW)));
    }

    @Test
    void stagingPutsNothingAtTheStagingPath() {
        assertThat(node.staging("vol")).isEmptyDirectory();
    }

    @Test
    void whatIsWrittenToTheNodeIsInTheImage() throws IOException {
        done(node.binder.publish(node.publish("vol", NodeUnderTest.RAW, "one")));
        Files.writeString(node.pod("one"), "raw", StandardOpenOption.WRITE);
        assertThat(Files.readString(image).substring(0, 3)).isEqualTo("raw");
        done(node.binder.unpublish(node.unpublish("vol", "one")));
        assertThat(node.pod("one")).doesNotExist();
        assertThat(image).exists();
    }

    @Test
    void aPublishedBlockVolumeIsNotUnstaged() {
        done(node.binder.publish(node.publish("vol", NodeUnderTest.RAW, "one")));
        failed(node.stager.unstage(node.unstage("vol")), Failure.Conflict.class);
        done(node.binder.unpublish(node.unpublish("vol", "one")));
        done(node.stager.unstage(node.unstage("vol")));
        assertThat(node.host.dev()).isEmptyDirectory();
    }

    @Test
    @Tag("defect-26")
    void aNodeWithTheNumbersOfAFormerConnectionIsReplaced() throws IOException {
        node = new NodeUnderTest(
                Files.createDirectory(directory.resolve("bare")), Schedulers.boundedElastic(), ShieldMode.OFF);
        node.image("vol", NodeUnderTest.SIZE);
        done(node.stager.stage(node.stage("vol", NodeUnderTest.RAW)));
        done(node.binder.publish(node.publish("vol", NodeUnderTest.RAW, "one")));
        node.devices
                .controllers(NodeUnderTest.nqn("vol"))
                .flatMap(names -> node.host.disconnect(names.getFirst().name()))
                .as(StepVerifier::create)
                .verifyComplete();
        failed(node.binder.publish(node.publish("vol", NodeUnderTest.RAW, "one")), Failure.Conflict.class);
        done(node.stager.stage(node.stage("vol", NodeUnderTest.RAW)));
        done(node.binder.publish(node.publish("vol", NodeUnderTest.RAW, "one")));
        done(node.binder.publish(node.publish("vol", NodeUnderTest.RAW, "one")));
    }

    @Test
    void aNodeWhoseMakingWasCutShortGetsItsMode() throws IOException {
        Files.createDirectories(node.pod("one").getParent());
        String[] numbers = Files.readString(node.host.sys().resolve("block/dm-0/dev"))
                .strip()
                .split(":");
        run("mknod", "-m", "0640", node.pod("one").toString(), "b", numbers[0], numbers[1])
                .as(StepVerifier::create)
                .expectNextCount(1)
                .verifyComplete();
        done(node.binder.publish(node.publish("vol", NodeUnderTest.RAW, "one")));
        run("stat", "--format=%F:%t:%T:%a", node.pod("one").toString())
                .as(StepVerifier::create)
                .assertNext(shown -> assertThat(shown.stdout()).endsWith(":660\n"))
                .verifyComplete();
    }

    private Mono<CommandOutput> run(String... words) {
        return node.host.run(HostCommand.of(Duration.ofSeconds(1), words));
    }

    @Test
    void aNodeIsNotWritableAndReadOnlyAtOnce() {
        done(node.binder.publish(node.publishReadOnly("vol", NodeUnderTest.RAW, "one")));
        done(node.binder.publish(node.publishReadOnly("vol", NodeUnderTest.RAW, "one")));
        failed(node.binder.publish(node.publish("vol", NodeUnderTest.RAW, "one")), Failure.AlreadyExists.class);
    }

    @Test
    void aSingleWriterHasASingleNode() {
        VolumeUse single = new VolumeUse(new AccessType.Block(), AccessMode.SINGLE_NODE_SINGLE_WRITER);
        done(node.binder.publish(node.publish("vol", single, "one")));
        done(node.binder.publish(node.publish("vol", single, "one")));
        failed(node.binder.publish(node.publish("vol", single, "two")), Failure.Conflict.class);
        done(node.binder.unpublish(node.unpublish("vol", "one")));
        done(node.binder.publish(node.publish("vol", single, "two")));
    }

    @Test
    void aBlockVolumeIsNotPublishedOrStagedAsAFilesystem() {
        failed(node.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)), Failure.AlreadyExists.class);
        failed(node.binder.publish(node.publish("vol", NodeUnderTest.MOUNTED, "one")), Failure.Conflict.class);
    }

    @Test
    void whatStandsAtTheTargetAlreadyIsLeftAlone() throws IOException {
        Files.createDirectories(node.pod("one"));
        failed(node.binder.publish(node.publish("vol", NodeUnderTest.RAW, "one")), Failure.Conflict.class);
        assertThat(node.pod("one")).isEmptyDirectory();
    }

    @Test
    @Tag("defect-26")
    void aBlockVolumeHasASizeAndGrows() {
        done(node.binder.publish(node.publish("vol", NodeUnderTest.RAW, "one")));
        node.stats
                .measure(new MeasureVolume(new VolumeId("vol"), node.pod("one")))
                .map(Measurement::usage)
                .as(StepVerifier::create)
                .expectNext(new Usage.OfBlock(new Capacity(NodeUnderTest.SIZE)))
                .verifyComplete();
        Capacity twice = new Capacity(2 * NodeUnderTest.SIZE);
        node.image("vol", twice.bytes());
        node.expander
                .expand(new ExpandOnNode(new VolumeId("vol"), node.pod("one"), twice))
                .as(StepVerifier::create)
                .expectNext(twice)
                .verifyComplete();
        failed(node.stats.measure(new MeasureVolume(new VolumeId("vol"), node.pod("two"))), Failure.NotFound.class);
    }

    private static void done(Mono<Void> work) {
        work.as(StepVerifier::create).expectComplete().verify(Duration.ofSeconds(20));
    }

    private static void failed(Mono<?> work, Class<? extends Failure> kind) {
        work.as(StepVerifier::create).expectError(kind).verify(Duration.ofSeconds(20));
    }
}
