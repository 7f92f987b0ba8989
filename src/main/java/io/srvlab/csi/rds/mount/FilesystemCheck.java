package io.srvlab.csi.rds.mount;

import io.srvlab.csi.rds.host.CommandOutput;
import io.srvlab.csi.rds.host.HostCommands;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Checks a filesystem that is about to be mounted. ext3 and ext4: {@code fsck -p} replays the journal a crash left and repairs
 * what is safe. It writes the superblock in pieces: one that was killed between them leaves a checksum that fits nothing, and the
 * next one begins with a copy, from which it replays the journal as well. xfs: nothing, mount replays the log.
 */
public final class FilesystemCheck {
    /** A full check of a large filesystem takes minutes, and killing one half-way helps nobody. */
    private static final Duration DEADLINE = Duration.ofMinutes(30);

    /** Statuses below: clean, corrected, corrected with a reboot advised; from here on errors remain (fsck(8)). */
    private static final int ERRORS_LEFT = 4;

    private static final Duration LOOK = Duration.ofSeconds(30);

    private static final String TORN = "Superblock checksum does not match superblock";

    /** The first copy's block, and the block size: those that mke2fs gives filesystems above half a GiB, and smaller ones. */
    private static final List<List<String>> COPIES =
            List.of(List.of("-b", "32768", "-B", "4096"), List.of("-b", "8193", "-B", "1024"));

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
        return check(device, List.of())
                .flatMap(output ->
                        output.text().contains(TORN) ? fromCopy(device).defaultIfEmpty(output) : Mono.just(output));
    }

    private Mono<CommandOutput> fromCopy(BlockDevice device) {
        return Flux.fromIterable(COPIES)
                .concatMap(copy -> check(device, copy), 0)
                .filter(output -> output.exitStatus() < ERRORS_LEFT)
                .next();
    }

    private Mono<CommandOutput> check(BlockDevice device, List<String> options) {
        List<String> words = new ArrayList<>(List.of("fsck.ext4", "-p"));
        words.addAll(options);
        words.add(device.path().toString());
        return tools.run(DEADLINE, words.toArray(String[]::new));
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
