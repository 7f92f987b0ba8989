package io.srvlab.csi.rds.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srvlab.csi.rds.host.ScriptedHostCommands;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
        mounter = new Mounter(commands, table, new MountTargets(io));
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
    void readOnlyIsASecondStepThatKeepsTheFlagsOfTheSource() {
        commands.doing("mount --bind", () -> table("259:7 / " + target + " rw,nodev"))
                .doing("mount -o", () -> table("259:7 / " + target + " ro,nodev"));
        mounter.bind(source(), target, true).as(StepVerifier::create).verifyComplete();
        assertThat(commands.ran().getLast()).isEqualTo("mount -o remount,ro,bind,nodev " + target);
    }

    @Test
    void aBindMountThatStaysWritableIsTakenBack() {
        commands.doing("mount --bind", () -> table("259:7 / " + target + " rw"))
                .answer("mount -o", 0, "")
                .doing("umount", () -> table(""));
        mounter.bind(source(), target, true).as(StepVerifier::create).verifyError(Failure.Unavailable.class);
        assertThat(commands.ran().getLast()).isEqualTo("umount " + target);
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

    private void table(String mount) {
        table(mount, 1);
    }

    private void table(String mount, int times) {
        String line = mount.isEmpty() ? "" : "9 1 " + mount + " shared:3 - ext4 /dev/nvme7n1 rw\n";
        try {
            Files.writeString(directory.resolve("mountinfo"), line.repeat(times));
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
