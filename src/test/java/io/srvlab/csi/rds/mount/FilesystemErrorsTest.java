package io.srvlab.csi.rds.mount;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.host.ScriptedHostCommands;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class FilesystemErrorsTest {
    private static final BlockDevice DEVICE =
            new BlockDevice("dm-3", Path.of("/dev/dm-3"), "253:3", new Capacity(1 << 20));

    @TempDir
    Path sys;

    private final ScriptedHostCommands commands = new ScriptedHostCommands();

    @Test
    void ext4ThatHasCountedErrorsIsNotSound() throws IOException {
        Path directory = Files.createDirectories(sys.resolve("fs/ext4/dm-3"));
        Files.writeString(directory.resolve("errors_count"), "0\n");
        assertThat(found("ext4")).isEmpty();
        Files.writeString(directory.resolve("errors_count"), "2\n");
        assertThat(found("ext4")).hasValue("ext4 on /dev/dm-3 has met 2 errors");
        assertThat(commands.ran()).isEmpty();
    }

    @Test
    void xfsThatHasShutDownIsNotSound() {
        commands.answer("stat", 0, "128");
        assertThat(found("xfs")).isEmpty();
        commands.answer("stat", 1, "Input/output error");
        assertThat(found("xfs")).hasValue("xfs at /data has shut down: Input/output error");
    }

    @Test
    void aStatThatHangsIsNoAnswer() {
        commands.late("stat");
        errors().of(DEVICE, mount("xfs")).as(StepVerifier::create).verifyError(Failure.Unavailable.class);
    }

    private Optional<String> found(String type) {
        return errors().of(DEVICE, mount(type)).blockOptional().orElseThrow();
    }

    private FilesystemErrors errors() {
        return new FilesystemErrors(sys, commands, Schedulers.immediate());
    }

    private static MountPoint mount(String type) {
        return new MountPoint(Path.of("/data"), "253:3", "/", "/dev/dm-3", type, List.of("rw"));
    }
}
