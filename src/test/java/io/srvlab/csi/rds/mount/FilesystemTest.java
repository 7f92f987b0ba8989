package io.srvlab.csi.rds.mount;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.host.CommandOutput;
import io.srvlab.csi.rds.host.ScriptedHostCommands;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class FilesystemTest {
    private static final int SIZE = 8 << 20;
    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    Path directory;

    private final ScriptedHostCommands commands = new ScriptedHostCommands();
    private final List<String> asked = new ArrayList<>();
    private final FormatPermission permission = volume -> Mono.fromRunnable(() -> asked.addAll(commands.ran()));
    private Path device;
    private Path mountinfo;

    @BeforeEach
    void aBlankDevice() throws IOException {
        device = directory.resolve("nvme7n1");
        mountinfo = Files.writeString(directory.resolve("mountinfo"), "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n");
        try (RandomAccessFile file = new RandomAccessFile(device.toFile(), "rw")) {
            file.setLength(SIZE);
        }
        commands.answer("mkfs.", 0, "").answer("fsck.ext4", 0, "clean");
    }

    @Nested
    class NeverFormatsUnlessProvenBlank {
        @ParameterizedTest
        @CsvSource({"1,''", "1,ext4", "0,''", "2,ext4", "8,''", "4,''", "127,''"})
        @Tag("incident-10")
        void whateverBlkidSaysBesidesNothingRecognised(int exitStatus, String text) {
            commands.answer("blkid", exitStatus, text);
            refused("", Failure.Conflict.class);
        }

        @Test
        void whenBlkidIsLateOrCannotBeRun() {
            commands.late("blkid");
            refused("", Failure.Unavailable.class);
            commands.broken("blkid");
            refused("", Failure.Unavailable.class);
        }

        @Test
        void whenOneByteOfTheFirstOrLastMebibyteIsSet() throws IOException {
            commands.answer("blkid", 2, "");
            long seed = new Random().nextLong();
            Random random = new Random(seed);
            for (int round = 0; round < 20; round++) {
                int offset = random.nextInt(MEBIBYTE) + (random.nextBoolean() ? 0 : SIZE - MEBIBYTE);
                put(offset, 1 + random.nextInt(255));
                refused("", Failure.Conflict.class);
                put(offset, 0);
                assertThat(commands.ran()).as("seed %d", seed).noneMatch(line -> line.startsWith("mkfs"));
            }
        }

        @Test
        void whenTheDeviceIsShorterThanItsSize() throws IOException {
            commands.answer("blkid", 2, "");
            try (RandomAccessFile file = new RandomAccessFile(device.toFile(), "rw")) {
                file.setLength(SIZE - 1);
            }
            refused("", Failure.Unavailable.class);
        }

        @Test
        void withoutPermission() {
            commands.answer("blkid", 2, "");
            filesystem()
                    .prepare(block(), "", device -> Mono.error(new Failure.Conflict("not new", "")))
                    .as(StepVerifier::create)
                    .verifyErrorMessage("not new");
            assertThat(commands.ran()).noneMatch(line -> line.startsWith("mkfs"));
        }

        @Test
        void whenTheDeviceIsMountedAnywhere() throws IOException {
            commands.answer("blkid", 2, "");
            Files.writeString(mountinfo, "9 1 259:7 / /mnt rw - ext4 /dev/nvme7n1 rw\n");
            refused("", Failure.Conflict.class);
            assertThat(commands.ran()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"ext4,xfs", "xfs,ext4", "ext3,ext4", "btrfs,''", "LVM2_member,''", "crypto_LUKS,''"})
        @Tag("defect-21")
        void whenAnotherTypeIsThere(String found, String requested) {
            commands.answer("blkid", 0, found + "\n");
            refused(requested, Failure.Conflict.class);
        }

        @Test
        void asATypeThatIsOnlyMounted() {
            commands.answer("blkid", 2, "");
            refused("ext3", Failure.InvalidRequest.class);
        }

        /** The permission is there, and it is not used up. */
        private void refused(String requested, Class<? extends Failure> kind) {
            filesystem()
                    .prepare(block(), requested, permission)
                    .as(StepVerifier::create)
                    .verifyError(kind);
            assertThat(commands.ran()).noneMatch(line -> line.startsWith("mkfs"));
            assertThat(asked).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"'',ext4,mkfs.ext4 -q -m 0 -E nodiscard", "ext4,ext4,mkfs.ext4 -q", "xfs,xfs,mkfs.xfs -q -K"})
    void aBlankDeviceIsFormattedWithoutForce(String requested, String type, String tool) {
        commands.answer("blkid", 2, "");
        prepared(requested, type);
        assertThat(commands.ran().getLast()).startsWith(tool).endsWith(device.toString());
        assertThat(commands.ran().getLast()).doesNotContain(" -F", " -f");
        assertThat(asked)
                .as("run before the permission was used")
                .hasSize(1)
                .allMatch(line -> line.startsWith("blkid"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 127})
    @Tag("defect-21")
    void anExtFilesystemIsRepairedBeforeItIsMounted(int exitStatus) {
        commands.answer("blkid", 0, "ext4\n").answer("fsck.ext4", exitStatus, "recovering journal");
        prepared("", "ext4");
        assertThat(commands.ran()).contains("fsck.ext4 -p " + device).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8, 12, 16, 32, 137})
    void anExtFilesystemWithErrorsLeftIsRefused(int exitStatus) {
        commands.answer("blkid", 0, "ext4\n").answer("fsck.ext4", exitStatus, "UNEXPECTED INCONSISTENCY");
        filesystem()
                .prepare(block(), "ext4", permission)
                .as(StepVerifier::create)
                .verifyError(Failure.Conflict.class);
    }

    @Test
    void aTornSuperblockGetsItsChecksumAndAWholeCheck() {
        torn(1);
        prepared("", "ext4");
        assertThat(commands.ran())
                .endsWith(
                        "fsck.ext4 -p " + device,
                        "debugfs -w -n -R set_super_value state 0 " + device,
                        "fsck.ext4 -p " + device);
    }

    @Test
    void aTornSuperblockThatStaysTornIsRefused() {
        torn(8);
        filesystem()
                .prepare(block(), "ext4", permission)
                .as(StepVerifier::create)
                .verifyErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOf(Failure.Conflict.class)
                        .hasMessageContaining("Superblock checksum"));
    }

    /** As e2fsck 1.47.0 says it of a filesystem whose superblock it was killed in the midst of, and the status of the next check. */
    private void torn(int afterwards) {
        Iterator<Integer> statuses = IntStream.of(8, afterwards).iterator();
        commands.answer("blkid", 0, "ext4\n")
                .answer("debugfs", 0, "")
                .when(
                        "fsck.ext4",
                        () -> Mono.just(new CommandOutput(
                                statuses.next(),
                                "",
                                "fsck.ext4: Superblock checksum does not match superblock while trying to open")));
    }

    @Test
    void anXfsThatWasNeverFinishedIsToldFromADamagedOne() {
        commands.answer("xfs_db", 0, "inprogress = 1\n");
        filesystem()
                .requireFinished(block(), "xfs")
                .as(StepVerifier::create)
                .verifyErrorSatisfies(refusal ->
                        assertThat(refusal).isInstanceOf(Failure.Conflict.class).hasMessageContaining("cut short"));
        filesystem().requireFinished(block(), "ext4").as(StepVerifier::create).verifyComplete();
    }

    @ParameterizedTest
    @CsvSource({"0,inprogress = 0", "1,''", "127,''"})
    void whatXfsDbDoesNotSayIsNoReason(int exitStatus, String text) {
        commands.answer("xfs_db", exitStatus, text);
        filesystem().requireFinished(block(), "xfs").as(StepVerifier::create).verifyComplete();
        commands.late("xfs_db");
        filesystem().requireFinished(block(), "xfs").as(StepVerifier::create).verifyComplete();
    }

    @Test
    @Tag("defect-29")
    void xfsIsLeftToItsLogAndMountedNextToItsTwin() {
        commands.answer("blkid", 0, "xfs\n");
        prepared("xfs", "xfs");
        assertThat(commands.ran()).hasSize(1);
        assertThat(Filesystem.mountOptions("xfs", List.of("noatime"))).containsExactly("noatime", "nouuid");
        assertThat(Filesystem.mountOptions("ext4", List.of())).isEmpty();
    }

    private void prepared(String requested, String type) {
        filesystem()
                .prepare(block(), requested, permission)
                .as(StepVerifier::create)
                .expectNext(type)
                .verifyComplete();
    }

    private Filesystem filesystem() {
        Scheduler io = Schedulers.boundedElastic();
        return new Filesystem(
                new FilesystemProbe(commands),
                new FilesystemCheck(commands),
                new FilesystemFormat(commands, new BlankCheck(io, Duration.ofSeconds(10))),
                new MountTable(mountinfo, io, Duration.ofSeconds(10)));
    }

    private BlockDevice block() {
        return new BlockDevice("nvme7n1", device, "259:7", new Capacity(SIZE));
    }

    private void put(int offset, int value) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(device.toFile(), "rw")) {
            file.seek(offset);
            file.write(value);
        }
    }
}
