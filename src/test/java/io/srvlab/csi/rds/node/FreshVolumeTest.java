package io.srvlab.csi.rds.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.Generation;
import io.srvlab.csi.rds.volume.VolumeId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** A blank device is formatted once, when the controller said that the volume is new, and never again. */
class FreshVolumeTest {
    private static final BlockDevice DEVICE =
            new BlockDevice("nvme0n1", Path.of("/dev/nvme0n1"), "259:0", new Capacity(1));

    @TempDir
    Path directory;

    private NodeUnderTest node;

    @BeforeEach
    void oneExport() throws IOException {
        boot();
        node.image("vol", NodeUnderTest.SIZE);
    }

    /** The machine starts again: what is on its disk stays. */
    private void boot() throws IOException {
        node = new NodeUnderTest(directory);
    }

    private void stage(@Nullable Generation fresh) {
        done(node.stager.stage(node.stage("vol", NodeUnderTest.MOUNTED, fresh)));
    }

    private void refused(@Nullable Generation fresh, String why) throws IOException {
        node.stager
                .stage(node.stage("vol", NodeUnderTest.MOUNTED, fresh))
                .as(StepVerifier::create)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(Failure.Conflict.class)
                        .hasMessageContainingAll("volume vol", why, "rds.csi.srvlab.io/format=true"))
                .verify(Duration.ofSeconds(20));
        assertThat(isBlank()).isTrue();
    }

    private boolean isBlank() throws IOException {
        try (FileChannel image = FileChannel.open(node.image("vol", NodeUnderTest.SIZE))) {
            java.nio.ByteBuffer start = java.nio.ByteBuffer.allocate(1 << 20);
            image.read(start, 0);
            return java.util.Arrays.equals(start.array(), new byte[1 << 20]);
        }
    }

    /** The RDS lost the data: the image is there and reads zero. */
    private void wipe() throws IOException {
        try (FileChannel image = FileChannel.open(node.image("vol", NodeUnderTest.SIZE), StandardOpenOption.WRITE)) {
            image.truncate(0);
            image.write(java.nio.ByteBuffer.wrap(new byte[1]), NodeUnderTest.SIZE - 1);
        }
    }

    @Test
    void aNewVolumeIsFormatted() throws IOException {
        stage(NodeUnderTest.FIRST);
        assertThat(isBlank()).isFalse();
    }

    @Test
    void aBlankVolumeWithoutTheMarkIsRefused() throws IOException {
        refused(null, "not marked as new");
        assertThat(directory.resolve("formatted")).doesNotExist();
    }

    @Test
    void theSameGenerationAfterARebootNeverFormatsAgain() throws IOException {
        stage(NodeUnderTest.FIRST);
        boot();
        node.image("vol", NodeUnderTest.SIZE);
        wipe();
        refused(NodeUnderTest.FIRST, "formatted it before or began to");
    }

    @Test
    void aNodeThatDiedBetweenTheRecordAndTheFormattingAsksAPerson() throws IOException {
        FormattedRecords records =
                new FormattedRecords(directory.resolve("formatted"), node.records, Schedulers.boundedElastic());
        done(records.permission(new VolumeId("vol"), NodeUnderTest.FIRST).use(DEVICE));
        boot();
        node.image("vol", NodeUnderTest.SIZE);
        refused(NodeUnderTest.FIRST, "formatted it before or began to");
        stage(NodeUnderTest.SECOND);
    }

    @Test
    void noGenerationEverComesBack() throws IOException {
        stage(NodeUnderTest.FIRST);
        done(node.stager.unstage(node.unstage("vol")));
        wipe();
        stage(NodeUnderTest.SECOND);
        done(node.stager.unstage(node.unstage("vol")));
        wipe();
        refused(NodeUnderTest.FIRST, "formatted it before or began to");
        refused(NodeUnderTest.SECOND, "formatted it before or began to");
    }

    @Test
    void withoutAFormattedVolumesMarkItsFilesystemIsMountedAllTheSame() {
        stage(NodeUnderTest.FIRST);
        done(node.stager.unstage(node.unstage("vol")));
        stage(null);
    }

    @Test
    void aBlockVolumeNeedsNoPermissionAndUsesNone() {
        done(node.stager.stage(node.stage("vol", NodeUnderTest.RAW, NodeUnderTest.FIRST)));
        assertThat(directory.resolve("formatted")).doesNotExist();
    }

    @Test
    void withoutARecordOnTheDiskNothingIsFormatted() throws IOException {
        Files.writeString(directory.resolve("formatted"), "a file where the directory should be");
        node.stager
                .stage(node.stage("vol", NodeUnderTest.MOUNTED))
                .as(StepVerifier::create)
                .expectError(Failure.Unavailable.class)
                .verify(Duration.ofSeconds(20));
        assertThat(isBlank()).isTrue();
    }

    @Test
    void theRecordsOfVolumesThatAreHereAndTheNewestThousandOthersAreKept() throws IOException {
        stage(NodeUnderTest.FIRST);
        Path records = directory.resolve("formatted");
        Files.setLastModifiedTime(records.resolve("vol"), FileTime.fromMillis(0));
        for (int i = 0; i < 1002; i++) {
            Path record = Files.writeString(records.resolve("gone-" + i), NodeUnderTest.FIRST + "\n");
            Files.setLastModifiedTime(record, FileTime.fromMillis(1000 + i));
        }
        node.image("another", NodeUnderTest.SIZE);
        done(node.stager.stage(node.stage("another", NodeUnderTest.MOUNTED)));
        assertThat(records.resolve("vol")).exists();
        assertThat(records.resolve("another")).exists();
        assertThat(records.resolve("gone-1")).doesNotExist();
        assertThat(records.resolve("gone-2")).exists();
        assertThat(records).isDirectoryNotContaining("glob:**.draft");
    }

    private static void done(Mono<Void> work) {
        work.as(StepVerifier::create).expectComplete().verify(Duration.ofSeconds(20));
    }
}
