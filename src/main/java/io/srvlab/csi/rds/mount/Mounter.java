package io.srvlab.csi.rds.mount;

import io.srvlab.csi.rds.host.HostCommands;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Failure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
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
    private final Path aside;

    /** {@code aside}: a directory whose mounts no other mount namespace sees. */
    public Mounter(HostCommands commands, MountTable table, MountTargets targets, Path aside) {
        this.aside = aside;
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
        return readOnly
                ? bindReadOnly(source, target)
                : show(source.path(), target, source.majorMinor()).then();
    }

    /**
     * The kernel makes a bind mount read-only in a second step only, and for one mount namespace: the kubelet's would go on showing it
     * writable. A bind mount of a read-only mount is read-only in all of them from its beginning; so one is made where nobody else sees it.
     */
    private Mono<Void> bindReadOnly(MountPoint source, Path target) {
        Path hidden = hidden(target);
        Mono<Void> shown = show(source.path(), hidden, source.majorMinor())
                .then(remountReadOnly(source, hidden))
                .then(show(hidden, target, source.majorMinor()))
                .filter(MountPoint::readOnly)
                .switchIfEmpty(Mono.defer(() -> unmount(target)).then(Mono.error(() -> notReadOnly(target))))
                .then();
        return unmount(hidden)
                .then(shown)
                .onErrorResume(failure -> remove(hidden).onErrorComplete().then(Mono.error(failure)))
                .then(remove(hidden));
    }

    private Mono<MountPoint> show(Path source, Path target, String majorMinor) {
        return requireNoStorm(majorMinor)
                .then(targets.makeDirectory(target))
                .then(tools.succeed(BIND, "mount", "--bind", source.toString(), target.toString()))
                .then(confirm(target, majorMinor));
    }

    private Mono<Void> remountReadOnly(MountPoint source, Path target) {
        List<String> options = new ArrayList<>(List.of("remount", "ro", "bind"));
        options.addAll(MountOptions.ofTheMountPoint(source));
        return tools.succeed(BIND, "mount", "-o", String.join(",", options), target.toString())
                .then(confirm(target, source.majorMinor()))
                .filter(MountPoint::readOnly)
                .switchIfEmpty(Mono.error(() -> notReadOnly(target)))
                .then();
    }

    /** Ends what {@link #bind} has shown there, and what one that was killed has left aside. */
    public Mono<Void> unbind(Path target) {
        return unmount(target).then(remove(hidden(target)));
    }

    private Path hidden(Path target) {
        return aside.resolve(
                "rds-csi-" + UUID.nameUUIDFromBytes(target.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private Mono<Void> remove(Path hidden) {
        return unmount(hidden).then(targets.remove(hidden));
    }

    private static Failure notReadOnly(Path target) {
        return new Failure.Unavailable(target + " did not become read-only", "retry");
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
