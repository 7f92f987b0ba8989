package io.srvlab.csi.rds.mount;

import io.srvlab.csi.rds.host.HostCommands;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;

/** Mounts and unmounts. What counts is the mount table read afterwards, not the word of mount(8). */
public final class Mounter {
    /** Log replay after a crash happens inside mount. */
    private static final Duration MOUNT = Duration.ofMinutes(2);

    private static final Duration BIND = Duration.ofSeconds(30);
    private static final Duration UNMOUNT = Duration.ofMinutes(1);
    private static final int DEEPEST_STACK = 8;
    private static final int STORM = 100;

    private final HostTools tools;
    private final MountTable table;
    private final MountTargets targets;

    public Mounter(HostCommands commands, MountTable table, MountTargets targets) {
        this.tools = new HostTools(commands);
        this.table = table;
        this.targets = targets;
    }

    public Mono<Void> mount(BlockDevice device, Path target, String type, List<String> options) {
        return requireNoStorm(device.majorMinor())
                .then(targets.makeDirectory(target))
                .then(tools.succeed(MOUNT, mountWords(device, target, type, options)))
                .then(confirm(target, device.majorMinor()))
                .then();
    }

    /** Shows what is mounted at {@code source} at {@code target} too. */
    public Mono<Void> bind(MountPoint source, Path target, boolean readOnly) {
        Mono<Void> bound = requireNoStorm(source.majorMinor())
                .then(targets.makeDirectory(target))
                .then(tools.succeed(BIND, "mount", "--bind", source.path().toString(), target.toString()))
                .then(confirm(target, source.majorMinor()))
                .then();
        return readOnly ? bound.then(remountReadOnly(source, target)) : bound;
    }

    /** Mounts that multiply have taken whole nodes down: 2048 of one device, a soft lock-up. */
    private Mono<Void> requireNoStorm(String majorMinor) {
        return Mono.defer(() -> table.of(majorMinor))
                .flatMap(mounts -> mounts.size() < STORM
                        ? Mono.empty()
                        : Mono.error(new Failure.Conflict(
                                "device " + majorMinor + " is mounted " + mounts.size() + " times already, the last at "
                                        + mounts.getLast().path(),
                                "something mounts it over and over: find it and unmount what nobody uses")));
    }

    /** Nothing mounted there is success; mounts that lie on top of each other go one by one. */
    public Mono<Void> unmount(Path target) {
        return unmount(target, DEEPEST_STACK);
    }

    /** Takes the mount out of sight at once and ends it when its last user has gone; for one whose device is dead. */
    public Mono<Void> detach(Path target) {
        return tools.succeed(UNMOUNT, "umount", "--lazy", target.toString()).then();
    }

    private Mono<Void> unmount(Path target, int attempts) {
        return table.at(target)
                .flatMap(Mono::justOrEmpty)
                .flatMap(mounted -> attempts > 0
                        ? tools.succeed(UNMOUNT, "umount", target.toString()).then(unmount(target, attempts - 1))
                        : Mono.error(new Failure.Unavailable(target + " is still mounted", "retry")));
    }

    /** The kernel takes the read-only flag of a bind mount only in a second step; a half-made target is taken back. */
    private Mono<Void> remountReadOnly(MountPoint source, Path target) {
        List<String> options = new ArrayList<>(List.of("remount", "ro", "bind"));
        options.addAll(MountOptions.ofTheMountPoint(source));
        return tools.succeed(BIND, "mount", "-o", String.join(",", options), target.toString())
                .then(confirm(target, source.majorMinor()))
                .filter(MountPoint::readOnly)
                .switchIfEmpty(Mono.error(() -> new Failure.Unavailable(target + " did not become read-only", "retry")))
                .onErrorResume(failure -> unmount(target).onErrorComplete().then(Mono.error(failure)))
                .then();
    }

    private Mono<MountPoint> confirm(Path target, String majorMinor) {
        return Mono.defer(() -> table.at(target))
                .flatMap(Mono::justOrEmpty)
                .filter(mount -> mount.majorMinor().equals(majorMinor))
                .switchIfEmpty(Mono.error(() -> new Failure.Unavailable(
                        "mount succeeded but " + target + " does not show device " + majorMinor, "retry")));
    }

    private static String[] mountWords(BlockDevice device, Path target, String type, List<String> options) {
        List<String> words = new ArrayList<>(List.of("mount", "-t", type));
        if (!options.isEmpty()) {
            words.addAll(List.of("-o", String.join(",", options)));
        }
        words.addAll(List.of(device.path().toString(), target.toString()));
        return words.toArray(String[]::new);
    }
}
