package io.srvlab.csi.rds.mount;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class DeviceUsersTest {
    private static final BlockDevice DEVICE =
            new BlockDevice("nvme7n1", Path.of("/dev/nvme7n1"), "259:7", new Capacity(1 << 20));
    private static final String MOUNTED = "31 1 259:7 / /data rw - ext4 /dev/nvme7n1 rw\n";

    @TempDir
    Path proc;

    @BeforeEach
    void thisProcessHasItOpenAndMounted() throws IOException {
        process(10, "rds-csi", "mnt:[1]", MOUNTED);
        open(10, "/dev/nvme7n1");
    }

    @Test
    @Tag("incident-6")
    void thisProcessAndItsNamespaceDoNotCount() throws IOException {
        process(11, "kubelet", "mnt:[1]", MOUNTED);
        unused();
    }

    @Test
    void aToolOfThisProcessThatHangsDoesNotCount() throws IOException {
        process(12, "mkfs.ext4", "mnt:[1]", "");
        Files.writeString(proc.resolve("12/status"), "Name:\tmkfs.ext4\nPPid:\t10\n");
        open(12, "/dev/nvme7n1");
        unused();
    }

    @Test
    @Tag("defect-23")
    void aProcessWithTheNodeOpenIsNamed() throws IOException {
        process(12, "postgres", "mnt:[1]", "");
        open(12, "/dev/nvme7n1");
        used("postgres[12] has it open");
    }

    @Test
    void aContainersOwnDirectoryOfDevicesIsSeenThrough() throws IOException {
        process(12, "qemu", "mnt:[2]", "");
        open(12, "/run/pod/dev/nvme7n1");
        used("qemu[12] has it open");
    }

    @Test
    @Tag("defect-23")
    void aMountInAnotherNamespaceIsNamedOnce() throws IOException {
        process(12, "sh", "mnt:[2]", MOUNTED);
        process(13, "sleep", "mnt:[2]", MOUNTED);
        used("[12] has it mounted in its namespace", "[13] has it mounted in its namespace");
    }

    @Test
    void otherDevicesAndUnreadableProcessesSayNothing() throws IOException {
        process(12, "postgres", "mnt:[2]", MOUNTED.replace("259:7", "259:70"));
        open(12, "/dev/nvme7n10");
        Files.createDirectories(proc.resolve("14"));
        unused();
    }

    private void unused() {
        users().requireNone(DEVICE).as(StepVerifier::create).verifyComplete();
    }

    /** One of the texts: which process of a namespace is met first is chance. */
    private void used(String... one) {
        users().requireNone(DEVICE)
                .as(StepVerifier::create)
                .verifyErrorSatisfies(refusal -> assertThat(refusal)
                        .isInstanceOf(Failure.Conflict.class)
                        .satisfies(conflict -> assertThat(one)
                                .filteredOn(text ->
                                        String.valueOf(conflict.getMessage()).contains(text))
                                .hasSize(1)));
    }

    private DeviceUsers users() {
        return new DeviceUsers(proc, 10, Schedulers.immediate(), Duration.ofSeconds(5));
    }

    private void process(int pid, String comm, String namespace, String mountinfo) throws IOException {
        Path process = Files.createDirectories(proc.resolve(Integer.toString(pid)));
        Files.createDirectories(process.resolve("fd"));
        Files.createDirectories(process.resolve("ns"));
        Files.createSymbolicLink(process.resolve("ns/mnt"), Path.of(namespace));
        Files.writeString(process.resolve("comm"), comm + "\n");
        Files.writeString(process.resolve("mountinfo"), mountinfo);
    }

    private void open(int pid, String target) throws IOException {
        Path files = proc.resolve(Integer.toString(pid)).resolve("fd");
        Files.createSymbolicLink(files.resolve("3"), Path.of(target));
    }
}
