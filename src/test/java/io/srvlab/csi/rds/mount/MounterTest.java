package io.srvlab.csi.rds.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srvlab.csi.rds.host.ScriptedHostCommands;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class MounterTest {
    private static final BlockDevice DEVICE =
            new BlockDevice("nvme7n1", Path.of("/dev/nvme7n1"), "259:7", new Capacity(1 << 20));

    @TempDir
    Path directory;

    private final ScriptedHostCommands commands = new ScriptedHostCommands();
    private Path target;
    private Mounter mounter;

    @BeforeEach
    void nothingMounted() throws IOException {
        directory = directory.toRealPath();
        target = directory.resolve("target");
        Scheduler io = Schedulers.boundedElastic();
        table("");
        MountTable table = new MountTable(directory.resolve("mountinfo"), io, Duration.ofSeconds(10));
        mounter = new Mounter(commands, table, new MountTargets(io), directory.resolve("aside"));
    }

    @Test
    void aMountThatShowsInTheTableIsSuccess() {
        commands.doing("mount -t ext4", () -> table("259:7 / " + target + " rw"));
        mounter.mount(DEVICE, target, "ext4", List.of("noatime", "nodev"))
                .as(StepVerifier::create)
                .verifyComplete();
        assertThat(commands.ran()).containsExactly("mount -t ext4 -o noatime,nodev /dev/nvme7n1 " + target);
    }

    @Test
    void aMountThatDoesNotShowIsAFailureWhateverMountSays() {
        commands.answer("mount", 0, "");
        mounter.mount(DEVICE, target, "ext4", List.of())
                .as(StepVerifier::create)
                .verifyError(Failure.Unavailable.class);
        commands.doing("mount", () -> table("259:8 / " + target + " rw"));
        mounter.mount(DEVICE, target, "ext4", List.of())
                .as(StepVerifier::create)
                .verifyError(Failure.Unavailable.class);
    }

    @Test
    @Tag("incident-3")
    void theHundredthMountOfADeviceIsTheLast() {
        String one = "259:7 / /data rw";
        commands.doing("mount --bind", () -> table("259:7 / " + target + " rw"));
        table(one, 99);
        mounter.bind(source(), target, false).as(StepVerifier::create).verifyComplete();
        table(one, 100);
        mounter.bind(source(), target, false)
                .as(StepVerifier::create)
                .verifyErrorSatisfies(storm -> assertThat(storm)
                        .isInstanceOf(Failure.Conflict.class)
                        .hasMessageContaining("mounted 100 times"));
        assertThat(commands.ran()).hasSize(1);
    }

    @Test
    void aReadOnlyMountIsNeverSeenWritable() {
        String hidden = hidden().toString();
        commands.doing("mount --bind " + directory + " ", () -> table("259:7 / " + hidden + " rw,nodev"))
                .doing("mount -o", () -> table("259:7 / " + hidden + " ro,nodev"))
                .doing("mount --bind " + hidden, () -> table("259:7 / " + hidden + " ro", "259:7 / " + target + " ro"))
                .doing("umount", () -> table("259:7 / " + target + " ro"));
        mounter.bind(source(), target, true).as(StepVerifier::create).verifyComplete();
        assertThat(commands.ran())
                .containsExactly(
                        "mount --bind " + directory + " " + hidden,
                        "mount -o remount,ro,bind,nodev " + hidden,
                        "mount --bind " + hidden + " " + target,
                        "umount " + hidden);
        assertThat(hidden()).doesNotExist();
    }

    @Test
    void aBindMountThatStaysWritableIsNotShown() {
        commands.doing("mount --bind", () -> table("259:7 / " + hidden() + " rw"))
                .answer("mount -o", 0, "")
                .doing("umount", () -> table(""));
        mounter.bind(source(), target, true).as(StepVerifier::create).verifyError(Failure.Unavailable.class);
        assertThat(commands.ran().getLast()).isEqualTo("umount " + hidden());
        assertThat(target).doesNotExist();
    }

    private Path hidden() {
        return directory.resolve(
                "aside/rds-csi-" + UUID.nameUUIDFromBytes(target.toString().getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void unmountingWhatIsNotMountedRunsNothing() {
        mounter.unmount(target).as(StepVerifier::create).verifyComplete();
        assertThat(commands.ran()).isEmpty();
    }

    @Test
    void anUnmountThatChangesNothingIsAFailureInTheEnd() {
        table("259:7 / " + target + " rw");
        commands.answer("umount", 0, "");
        mounter.unmount(target).as(StepVerifier::create).verifyError(Failure.Unavailable.class);
        assertThat(commands.ran()).hasSize(8);
    }

    @Test
    void anUnmountThatHangsIsUnavailableThoughTheTableForgetsIt() {
        table("259:7 / " + target + " rw");
        commands.late("umount");
        mounter.unmount(target).as(StepVerifier::create).verifyError(Failure.Unavailable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"suid", "dev", "exec", "loop", "context=x", "noatime,suid", "bind", "remount", ""})
    void anOptionOffTheListIsRefusedByName(String option) {
        assertThatThrownBy(() -> MountOptions.checked(List.of("noatime", option)))
                .isInstanceOf(Failure.InvalidRequest.class)
                .hasMessageContaining("'" + option + "'");
    }

    private MountPoint source() {
        return new MountPoint(directory, "259:7", "/", "/dev/nvme7n1", "ext4", List.of("rw", "nodev"));
    }

    private void table(String mount, int times) {
        table(Collections.nCopies(times, mount).toArray(String[]::new));
    }

    private void table(String... mounts) {
        String lines = Stream.of(mounts)
                .filter(mount -> !mount.isEmpty())
                .map(mount -> "9 1 " + mount + " shared:3 - ext4 /dev/nvme7n1 rw\n")
                .collect(Collectors.joining());
        try {
            Files.writeString(directory.resolve("mountinfo"), lines);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
