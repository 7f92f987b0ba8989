package io.srvlab.csi.rds.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.nvme.ShieldMode;
import io.srvlab.csi.rds.volume.AccessMode;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeEvent;
import io.srvlab.csi.rds.volume.VolumeId;
import io.srvlab.csi.rds.volume.VolumeUse;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A volume's life on a node, from stage to unstage, on the simulated host. */
class VolumeLifeTest {
    @TempDir
    Path directory;

    private NodeUnderTest node;

    @BeforeEach
    void oneExport() throws IOException {
        node = new NodeUnderTest(directory);
        node.image("vol", NodeUnderTest.SIZE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ext4", "xfs"})
    void whatAPodWritesIsThereAfterTheVolumeWasAwayFromTheNode(String type) throws IOException {
        VolumeUse use = NodeUnderTest.typed(type);
        done(node.stager.stage(node.stage("vol", use)));
        done(node.binder.publish(node.publish("vol", use, "one")));
        Files.createDirectories(node.pod("one").resolve("a/b"));
        Files.writeString(node.pod("one").resolve("a/b/data"), "only copy");
        done(node.binder.unpublish(node.unpublish("vol", "one")));
        done(node.stager.unstage(node.unstage("vol")));
        assertThat(node.staging("vol")).isEmptyDirectory();

        done(node.stager.stage(node.stage("vol", use)));
        done(node.binder.publish(node.publish("vol", use, "two")));
        assertThat(node.pod("two").resolve("a/b/data")).hasContent("only copy");
    }

    @Test
    void everyStepMayBeRepeated() {
        done(Flux.range(0, 2)
                .concatMap(n -> node.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)))
                .then());
        done(Flux.range(0, 2)
                .concatMap(n -> node.binder.publish(node.publish("vol", NodeUnderTest.MOUNTED, "one")))
                .then());
        done(Flux.range(0, 2)
                .concatMap(n -> node.binder.unpublish(node.unpublish("vol", "one")))
                .then());
        done(Flux.range(0, 2)
                .concatMap(n -> node.stager.unstage(node.unstage("vol")))
                .then());
        assertThat(node.pod("one")).doesNotExist();
        assertThat(node.host.dev()).isEmptyDirectory();
        assertThat(directory.resolve("records")).isEmptyDirectory();
    }

    @Test
    void aRecordWhoseWritingWasCutShortDoesNotOutliveTheVolume() throws IOException {
        done(node.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)));
        Files.writeString(directory.resolve("records/vol.properties.draft"), "nqn=");
        done(node.stager.unstage(node.unstage("vol")));
        assertThat(directory.resolve("records")).isEmptyDirectory();
    }

    @Test
    void anUnknownVolumeIsUnstagedAndUnpublishedWithSuccess() {
        done(node.stager.unstage(node.unstage("unknown")));
        done(node.binder.unpublish(node.unpublish("unknown", "one")));
    }

    @Test
    void aVolumeThatIsNotStagedIsNotPublished() {
        failed(node.binder.publish(node.publish("vol", NodeUnderTest.MOUNTED, "one")), Failure.Conflict.class);
        failed(node.binder.publish(node.publish("vol", NodeUnderTest.RAW, "one")), Failure.Conflict.class);
        assertThat(node.pod("one")).doesNotExist();
    }

    @Test
    void aTargetIsNotWritableAndReadOnlyAtOnce() {
        done(node.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)));
        done(node.binder.publish(node.publish("vol", NodeUnderTest.MOUNTED, "one")));
        failed(
                node.binder.publish(node.publishReadOnly("vol", NodeUnderTest.MOUNTED, "one")),
                Failure.AlreadyExists.class);
        done(node.binder.publish(node.publishReadOnly("vol", NodeUnderTest.MOUNTED, "two")));
        done(node.binder.publish(node.publishReadOnly("vol", NodeUnderTest.MOUNTED, "two")));
        failed(node.binder.publish(node.publish("vol", NodeUnderTest.MOUNTED, "two")), Failure.AlreadyExists.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aReadOnlyPublishThatWasKilledIsFinished(int commands) {
        done(node.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)));
        DriverUnderTest mortal = node.driver(new KilledAfter(node.host, "", commands), ShieldMode.AUTO);
        failed(
                mortal.binder.publish(node.publishReadOnly("vol", NodeUnderTest.MOUNTED, "one")),
                KilledAfter.Killed.class);
        DriverUnderTest next = node.driver(node.host, ShieldMode.AUTO);
        done(next.binder.publish(node.publishReadOnly("vol", NodeUnderTest.MOUNTED, "one")));
        failed(next.binder.publish(node.publish("vol", NodeUnderTest.MOUNTED, "one")), Failure.AlreadyExists.class);
        done(next.binder.unpublish(node.unpublish("vol", "one")));
        done(next.stager.unstage(node.unstage("vol")));
        assertThat(node.host.dev()).isEmptyDirectory();
    }

    @Test
    void aSingleWriterHasASingleTarget() {
        VolumeUse single = NodeUnderTest.mounted(AccessMode.SINGLE_NODE_SINGLE_WRITER);
        done(node.stager.stage(node.stage("vol", single)));
        done(node.binder.publish(node.publish("vol", single, "one")));
        done(node.binder.publish(node.publish("vol", single, "one")));
        failed(node.binder.publish(node.publish("vol", single, "two")), Failure.Conflict.class);
        done(node.binder.unpublish(node.unpublish("vol", "one")));
        done(node.binder.publish(node.publish("vol", single, "two")));
    }

    @Test
    void severalPodsOfANodeMayShareAVolume() throws IOException {
        VolumeUse multi = NodeUnderTest.mounted(AccessMode.SINGLE_NODE_MULTI_WRITER);
        done(node.stager.stage(node.stage("vol", multi)));
        done(node.binder.publish(node.publish("vol", multi, "one")));
        done(node.binder.publish(node.publish("vol", multi, "two")));
        Files.writeString(node.pod("one").resolve("file"), "shared");
        assertThat(node.pod("two").resolve("file")).hasContent("shared");
    }

    @Test
    void aVolumeThatAPodStillHasIsNotDisconnected() {
        done(node.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)));
        done(node.binder.publish(node.publish("vol", NodeUnderTest.MOUNTED, "one")));
        failed(node.stager.unstage(node.unstage("vol")), Failure.Conflict.class);
        assertThat(node.host.dev().resolve("nvme0n1")).exists();
        done(node.binder.unpublish(node.unpublish("vol", "one")));
        done(node.stager.unstage(node.unstage("vol")));
    }

    @Test
    @Tag("defect-40")
    void aTargetWithContentIsNeverDeleted() throws IOException {
        Path file = Files.createDirectories(node.pod("one")).resolve("precious");
        Files.writeString(file, "only copy");
        failed(node.binder.unpublish(node.unpublish("vol", "one")), Failure.Conflict.class);
        assertThat(file).hasContent("only copy");
    }

    @Test
    void aVolumeOfUnknownContentIsNotFormatted() throws IOException {
        Path image = node.image("vol", NodeUnderTest.SIZE);
        try (FileChannel channel = FileChannel.open(image, StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(new byte[] {1}), NodeUnderTest.SIZE - 1);
        }
        failed(node.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)), Failure.Conflict.class);
        assertThat(Files.readAllBytes(image)[1024 + 56]).isZero();
    }

    @Test
    void anotherFilesystemThanTheOneAskedForIsRefused() {
        done(node.stager.stage(node.stage("vol", NodeUnderTest.typed("ext4"))));
        done(node.stager.unstage(node.unstage("vol")));
        failed(node.stager.stage(node.stage("vol", NodeUnderTest.typed("xfs"))), Failure.Conflict.class);
    }

    @Test
    void aWrongOptionIsRefusedBeforeAnythingIsConnected() {
        failed(node.stager.stage(node.stage("vol", NodeUnderTest.typed("ext4", "suid"))), Failure.InvalidRequest.class);
        failed(node.stager.stage(node.stage("vol", NodeUnderTest.typed("btrfs"))), Failure.InvalidRequest.class);
        assertThat(node.host.dev()).isEmptyDirectory();
    }

    @Test
    void anExportThatIsNotThereIsUnavailable() {
        failed(node.stager.stage(node.stage("missing", NodeUnderTest.MOUNTED)), Failure.Unavailable.class);
    }

    @Test
    void aPublishedVolumeIsMeasuredAndGrown() {
        done(node.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)));
        done(node.binder.publish(node.publish("vol", NodeUnderTest.MOUNTED, "one")));
        VolumeId volume = new VolumeId("vol");
        assertThat(total(node.stats.measure(new MeasureVolume(volume, node.pod("one")))))
                .isEqualTo(NodeUnderTest.SIZE);

        node.image("vol", 2 * NodeUnderTest.SIZE);
        Capacity twice = new Capacity(2 * NodeUnderTest.SIZE);
        node.expander
                .expand(new ExpandOnNode(volume, node.pod("one"), twice))
                .as(StepVerifier::create)
                .expectNext(twice)
                .verifyComplete();
        assertThat(total(node.stats.measure(new MeasureVolume(volume, node.staging("vol")))))
                .isEqualTo(2 * NodeUnderTest.SIZE);
    }

    @Test
    void whatIsNotMountedIsNeitherMeasuredNorGrown() {
        VolumeId volume = new VolumeId("vol");
        failed(node.stats.measure(new MeasureVolume(volume, Path.of("some/path"))), Failure.NotFound.class);
        failed(
                node.expander.expand(new ExpandOnNode(volume, node.pod("one"), new Capacity(1))),
                Failure.NotFound.class);
    }

    @Test
    void eightVolumesAtOnceKeepTheirData() {
        Flux.range(0, 8)
                .map(n -> "vol-" + n)
                .flatMap(this::roundTrip)
                .as(StepVerifier::create)
                .expectNextCount(8)
                .expectComplete()
                .verify(Duration.ofSeconds(30));
    }

    @Test
    void listenersHearOfConnectionMountAndOperation() {
        done(node.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED)));
        assertThat(node.events)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Connected", "Mounted", "OperationEnded");
        failed(node.stager.stage(node.stage("missing", NodeUnderTest.MOUNTED)), Failure.Unavailable.class);
        assertThat(node.events.getLast())
                .isInstanceOfSatisfying(
                        VolumeEvent.OperationEnded.class,
                        ended -> assertThat(ended.ok()).isFalse());
    }

    @Test
    void aLeftOverSymlinkIsUnlinkedAndWhatItPointsToStays() throws IOException {
        Path precious = Files.writeString(directory.resolve("precious"), "only copy");
        Files.createDirectories(node.pod("one").getParent());
        Files.createSymbolicLink(node.pod("one"), precious);
        done(node.binder.unpublish(node.unpublish("vol", "one")));
        assertThat(Files.exists(node.pod("one"), LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(precious).hasContent("only copy");
    }

    private Mono<String> roundTrip(String volume) {
        node.image(volume, NodeUnderTest.SIZE);
        return node.stager
                .stage(node.stage(volume, NodeUnderTest.MOUNTED))
                .then(node.binder.publish(node.publish(volume, NodeUnderTest.MOUNTED, volume)))
                .then(Mono.fromCallable(() -> Files.writeString(node.pod(volume).resolve("name"), volume)))
                .then(node.binder.unpublish(node.unpublish(volume, volume)))
                .then(node.stager.unstage(node.unstage(volume)))
                .then(node.stager.stage(node.stage(volume, NodeUnderTest.MOUNTED)))
                .then(Mono.fromCallable(
                        () -> Files.readString(node.staging(volume).resolve("name"))))
                .filter(volume::equals);
    }

    private static long total(Mono<Measurement> measured) {
        var total = new java.util.concurrent.atomic.AtomicLong();
        measured.map(Measurement::usage)
                .as(StepVerifier::create)
                .assertNext(value -> total.set(
                        value instanceof Usage.OfFilesystem mounted
                                ? mounted.bytes().total()
                                : ((Usage.OfBlock) value).size().bytes()))
                .verifyComplete();
        return total.get();
    }

    private static void done(Mono<Void> work) {
        work.as(StepVerifier::create).expectComplete().verify(Duration.ofSeconds(20));
    }

    private static void failed(Mono<?> work, Class<? extends Throwable> kind) {
        work.as(StepVerifier::create).expectError(kind).verify(Duration.ofSeconds(20));
    }
}
