package io.srvlab.csi.rds.mount;

import io.srvlab.csi.rds.host.CommandOutput;
import io.srvlab.csi.rds.host.HostCommands;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Failure;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * Checks a filesystem that is about to be mounted. ext3 and ext4: {@code fsck -p} replays the journal a crash left and repairs
 * what is safe. xfs: nothing, mount replays the log.
 */
public final class FilesystemCheck {
    /** A full check of a large filesystem takes minutes, and killing one half-way helps nobody. */
    private static final Duration DEADLINE = Duration.ofMinutes(30);

    /** Statuses below: clean, corrected, corrected with a reboot advised; from here on errors remain (fsck(8)). */
    private static final int ERRORS_LEFT = 4;

    private final HostTools tools;

    public FilesystemCheck(HostCommands commands) {
        this.tools = new HostTools(commands);
    }

    /** The device must not be mounted. A tool that is not installed is no reason to refuse. */
    Mono<Void> repair(BlockDevice device, String type) {
        return type.startsWith("ext")
                ? tools.run(DEADLINE, "fsck.ext4", "-p", device.path().toString())
                        .doOnNext(output -> judge(device, output))
                        .then()
                : Mono.empty();
    }

    private static void judge(BlockDevice device, CommandOutput output) {
        if (output.exitStatus() >= ERRORS_LEFT && !HostTools.notInstalled(output)) {
            throw new Failure.Conflict(
                    "the filesystem on " + device.path() + " has errors that fsck does not repair by itself (status "
                            + output.exitStatus() + "): " + output.text(),
                    "run fsck.ext4 by hand, or restore a snapshot");
        }
    }
}
