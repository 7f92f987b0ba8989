package io.srvlab.csi.rds.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.srvlab.csi.rds.host.CommandOutput;
import io.srvlab.csi.rds.host.ForkedHostCommands;
import io.srvlab.csi.rds.host.HostCommand;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Capacity;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** The real e2fsprogs, on an image as an fsck leaves it that was killed while it wrote the superblock. */
class TornSuperblockHostTest {
    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final int SUPERBLOCK = 1024;
    private static final long FIRST_COPY = 32768L * 4096;
    private static final int FREE_BLOCKS = 12;
    private static final int STATE = 58;
    private static final int CHECKSUM = 1020;

    @TempDir
    Path directory;

    private ForkedHostCommands commands;
    private Path image;

    @BeforeEach
    void aFilesystemThatHasGrownAndWasWrittenToSince() throws IOException {
        commands =
                new ForkedHostCommands(Schedulers.boundedElastic(), directory.resolve("scratch"), "subject", directory);
        assumeThat(commands.run(HostCommand.of(DEADLINE, "debugfs", "-V"))
                        .onErrorComplete(NoSuchFileException.class)
                        .blockOptional(DEADLINE))
                .as("e2fsprogs is on the PATH")
                .isPresent();
        image = directory.resolve("image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(1L << 30);
        }
        run("mkfs.ext4", "-q", "-E", "nodiscard", image.toString(), "512M");
        put("before");
        run("e2fsck", "-fp", image.toString());
        run("resize2fs", image.toString(), "1G");
        closeTheCopy();
        put("since");
        tear();
    }

    @Test
    void isWholeAfterTheCheck() throws IOException {
        BlockDevice device = new BlockDevice("image", image, "7:0", new Capacity(1L << 30));
        new FilesystemCheck(commands)
                .repair(device, "ext4")
                .as(StepVerifier::create)
                .verifyComplete();
        CommandOutput found = output("e2fsck", "-fn", image.toString());
        assertThat(found.exitStatus()).as(found.text()).isZero();
        for (String name : new String[] {"before", "since"}) {
            Path out = directory.resolve("out");
            run("debugfs", "-R", "dump " + name + " " + out, image.toString());
            assertThat(out).hasSameBinaryContentAs(directory.resolve(name));
        }
    }

    private void put(String name) throws IOException {
        byte[] content = new byte[24 << 20];
        new Random(name.hashCode()).nextBytes(content);
        Path file = Files.write(directory.resolve(name), content);
        run("debugfs", "-w", "-R", "write " + file + " " + name, image.toString());
    }

    /** An online growth writes the copies of a superblock that is in use, and with a journal such a one says "clean". */
    private void closeTheCopy() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            ByteBuffer copy = ByteBuffer.allocate(CHECKSUM + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            file.seek(FIRST_COPY);
            file.readFully(copy.array());
            assertThat(checksum(copy)).isEqualTo(copy.getInt(CHECKSUM));
            copy.putShort(STATE, (short) 1);
            copy.putInt(CHECKSUM, checksum(copy));
            file.seek(FIRST_COPY);
            file.write(copy.array());
        }
    }

    private static int checksum(ByteBuffer superblock) {
        CRC32C sum = new CRC32C();
        sum.update(superblock.array(), 0, CHECKSUM);
        return ~(int) sum.getValue();
    }

    private void tear() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.seek(SUPERBLOCK + FREE_BLOCKS);
            int was = file.read();
            file.seek(SUPERBLOCK + FREE_BLOCKS);
            file.write(was + 1);
        }
    }

    private void run(String... words) {
        CommandOutput output = output(words);
        assertThat(output.exitStatus())
                .as(String.join(" ", words) + ": " + output.text())
                .isLessThan(2);
    }

    private CommandOutput output(String... words) {
        CommandOutput output = commands.run(HostCommand.of(DEADLINE, words)).block(DEADLINE);
        assertThat(output).isNotNull();
        return output;
    }
}
