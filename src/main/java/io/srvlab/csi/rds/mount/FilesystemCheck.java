package io.srvlab.csi.rds.mount;

import io.srvlab.csi.rds.host.CommandOutput;
import io.srvlab.csi.rds.host.HostCommands;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Failure;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * Checks a filesystem that is about to be mounted. ext3 and ext4: {@code fsck -p} replays the journal a crash left and repairs
 * what is safe. It writes the superblock in pieces: one that was killed between them leaves a checksum that fits nothing. Then the
 * superblock gets its checksum and the state of one that was not closed, so that the next check is a whole one. Never from a copy:
 * after an online growth the copies say "clean", and have the groups' descriptors of that time. xfs: nothing, mount replays the log.
 */
public final class FilesystemCheck {
    /** A full check of a large filesystem takes minutes, and killing one half-way helps nobody. */
    private static final Duration DEADLINE = Duration.ofMinutes(30);

    /** Statuses below: clean, corrected, corrected with a reboot advised; from here on errors remain (fsck(8)). */
    private static final int ERRORS_LEFT = 4;

    private static final Duration LOOK = Duration.ofSeconds(30);

    private static final String TORN = "Superblock checksum does not match superblock";

    private final HostTools tools;

    public FilesystemCheck(HostCommands commands) {
        this.tools = new HostTools(commands);
    }

    /** The device must not be mounted. A tool that is not installed is no reason to refuse. */
    Mono<Void> repair(BlockDevice device, String type) {
        return type.startsWith("ext")
                ? check(device).doOnNext(output -> judge(device, output)).then()
                : Mono.empty();
    }

    /**
     * Fails when the filesystem was never finished. mkfs.xfs says so in the superblock until its end (xfs_db's {@code inprogress}),
     * and all that mount has to say of it is that the structure needs cleaning. Not being able to tell is no failure.
     */
    Mono<Void> requireFinished(BlockDevice device, String type) {
        return type.equals("xfs")
                ? tools.run(
                                LOOK,
                                "xfs_db",
                                "-r",
                                "-c",
                                "sb 0",
                                "-c",
                                "print inprogress",
                                device.path().toString())
                        .onErrorComplete(Failure.Unavailable.class)
                        .filter(output -> output.stdout().contains("inprogress = 1"))
                        .flatMap(unfinished -> Mono.error(cutShort(device)))
                : Mono.empty();
    }

    private Mono<CommandOutput> check(BlockDevice device) {
        return fsck(device)
                .flatMap(output -> output.text().contains(TORN)
                        ? markUnclean(device).then(Mono.defer(() -> fsck(device)))
                        : Mono.just(output));
    }

    private Mono<CommandOutput> fsck(BlockDevice device) {
        return tools.run(DEADLINE, "fsck.ext4", "-p", device.path().toString());
    }

    /** Where it fails, fsck says again what is wrong. */
    private Mono<CommandOutput> markUnclean(BlockDevice device) {
        return tools.run(
                LOOK,
                "debugfs",
                "-w",
                "-n",
                "-R",
                "set_super_value state 0",
                device.path().toString());
    }

    private static Failure cutShort(BlockDevice device) {
        return new Failure.Conflict(
                "the xfs on " + device.path() + " was never finished: its format, or a copy onto it, was cut short",
                "it has not been mounted since; if nothing on it is missed, delete the claim and make it anew");
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
