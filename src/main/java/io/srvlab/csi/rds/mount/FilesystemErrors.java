package io.srvlab.csi.rds.mount;

import io.srvlab.csi.rds.host.HostCommands;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Whether a mounted filesystem still works. The mount table says rw of one that has given up, and statfs answers from memory:
 * ext4 counts its errors in sysfs, xfs that has shut down fails every stat with EIO.
 */
public final class FilesystemErrors {
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final Path sys;
    private final HostTools tools;
    private final Scheduler host;

    /** {@code sys} is {@code /sys}. */
    public FilesystemErrors(Path sys, HostCommands commands, Scheduler host) {
        this.sys = sys;
        this.tools = new HostTools(commands);
        this.host = host;
    }

    /** What is wrong, in words; empty when nothing is known. The device must be reachable: a dead one keeps its asker waiting. */
    public Mono<Optional<String>> of(BlockDevice device, MountPoint mount) {
        return switch (mount.fsType()) {
            case "ext3", "ext4" -> counted(device);
            case "xfs" -> answered(mount);
            default -> Mono.just(Optional.empty());
        };
    }

    private Mono<Optional<String>> counted(BlockDevice device) {
        return Mono.fromCallable(() -> errors(device))
                .subscribeOn(host)
                .timeout(DEADLINE)
                .onErrorMap(IOException.class, fault -> unknown(device, fault))
                .onErrorMap(TimeoutException.class, fault -> unknown(device, fault))
                .map(count -> Optional.of(count)
                        .filter(number -> !number.equals("0"))
                        .map(number -> "ext4 on " + device.path() + " has met " + number + " errors"));
    }

    private String errors(BlockDevice device) throws IOException {
        try {
            return Files.readString(
                            sys.resolve("fs/ext4").resolve(device.name()).resolve("errors_count"))
                    .strip();
        } catch (NoSuchFileException notMounted) {
            return "0";
        }
    }

    private Mono<Optional<String>> answered(MountPoint mount) {
        return tools.run(DEADLINE, "stat", "--format=%i", mount.path().toString())
                .map(output -> output.ok()
                        ? Optional.empty()
                        : Optional.of("xfs at " + mount.path() + " has shut down: " + output.text()));
    }

    private static Failure unknown(BlockDevice device, Throwable fault) {
        return new Failure.Unavailable(
                "cannot read the errors of " + device.path() + ": " + fault.getMessage(), "retry", fault);
    }
}
