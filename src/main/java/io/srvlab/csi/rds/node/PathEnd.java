package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.mount.DeviceUsers;
import io.srvlab.csi.rds.nvme.NvmePaths;
import io.srvlab.csi.rds.nvme.ShieldMap;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.Nqn;
import io.srvlab.csi.rds.volume.VolumeEvent;
import io.srvlab.csi.rds.volume.VolumeEvents;
import io.srvlab.csi.rds.volume.VolumeId;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Takes an unmounted volume from the node: first its map, then its connection, and neither while anybody has it open. */
public final class PathEnd {
    private static final int LOOKS = 3;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final PathParts parts;
    private final StagedFilesystem filesystem;
    private final DeviceUsers users;
    private final HungVolumes hung;
    private final VolumeEvents events;

    public PathEnd(
            PathParts parts, StagedFilesystem filesystem, DeviceUsers users, HungVolumes hung, VolumeEvents events) {
        this.parts = parts;
        this.filesystem = filesystem;
        this.users = users;
        this.hung = hung;
        this.events = events;
    }

    /**
     * {@code recorded}: the NQNs by which the volume has been connected, as far as they were written down; sysfs may show others of
     * its own, because they can be rotated. Nothing there is success.
     */
    Mono<Void> detach(VolumeId volume, List<Nqn> recorded) {
        Mono<Void> ended = parts.devices()
                .connected(volume)
                .map(seen -> Stream.concat(recorded.stream(), seen.stream())
                        .distinct()
                        .toList())
                .flatMap(nqns -> ended(volume, nqns, map -> lower(volume, nqns, map)))
                .then(Mono.fromRunnable(() -> forget(volume)));
        return parts.alone(volume, ended);
    }

    /** The same for a machine that goes down: nothing that waits is given up, however long it has waited. */
    Mono<Void> leave(VolumeId volume, List<Nqn> nqns) {
        return parts.alone(volume, ended(volume, nqns, this::remove));
    }

    private Mono<Void> ended(VolumeId volume, List<Nqn> nqns, Function<ShieldMap, Mono<Void>> lowering) {
        return parts.shield()
                .find(volume)
                .flatMap(Mono::justOrEmpty)
                .flatMap(lowering)
                .then(Flux.fromIterable(nqns).concatMap(this::disconnect).then());
    }

    private Mono<Void> lower(VolumeId volume, List<Nqn> nqns, ShieldMap map) {
        return remove(map)
                .onErrorResume(
                        Failure.Unavailable.class,
                        held -> isAway(nqns, map)
                                .flatMap(away -> away && hung.exhausted(volume)
                                        ? release(volume, nqns, map).then(remove(map))
                                        : Mono.error(held)));
    }

    private Mono<Void> remove(ShieldMap map) {
        return filesystem
                .requireUnmounted(map.device())
                .then(requireNoUsers(map.device()))
                .then(parts.connector().awaitRelease(map.device()))
                .then(parts.shield().lower(map));
    }

    private Mono<Boolean> isAway(List<Nqn> nqns, ShieldMap map) {
        return parts.devices()
                .survey()
                .map(all -> nqns.stream()
                        .map(nqn -> all.getOrDefault(nqn.value(), NvmePaths.NONE))
                        .noneMatch(paths -> carries(paths, map)));
    }

    private static boolean carries(NvmePaths paths, ShieldMap map) {
        BlockDevice head = paths.head();
        return paths.live() && head != null && map.leadsTo(head);
    }

    /**
     * The mount is gone from the table and nothing else is known to use the volume, but the unmount waits for the target: what it
     * still had to write is given up. With the path closed and its connection deleted, it ends.
     */
    private Mono<Void> release(VolumeId volume, List<Nqn> nqns, ShieldMap map) {
        return filesystem
                .requireUnmounted(map.device())
                .then(parts.shield().release(map))
                .thenMany(Flux.fromIterable(nqns))
                .filter(parts.connector()::manages)
                .concatMap(parts.connector()::disconnect)
                .then(Mono.fromRunnable(() -> events.publish(
                        new VolumeEvent.PathReleased(volume, map.device().name()))));
    }

    /** What this driver may not touch it cannot have connected: then there is nothing to disconnect. */
    private Mono<Void> disconnect(Nqn nqn) {
        return parts.connector().manages(nqn)
                ? parts.devices()
                        .find(nqn)
                        .flatMap(Mono::justOrEmpty)
                        .flatMap(head -> filesystem
                                .requireUnmounted(head)
                                .then(requireNoUsers(head))
                                .then(parts.connector().awaitRelease(head)))
                        .then(parts.connector().disconnect(nqn))
                : Mono.empty();
    }

    /** A look at a device that has just changed hands, such as udev's, is over in a moment. */
    private Mono<Void> requireNoUsers(BlockDevice device) {
        return users.requireNone(device)
                .retryWhen(Retry.fixedDelay(LOOKS, BETWEEN_LOOKS)
                        .filter(Failure.Conflict.class::isInstance)
                        .onRetryExhaustedThrow((spec, last) -> last.failure()));
    }

    private void forget(VolumeId volume) {
        hung.forget(volume);
        parts.troubles().ends(volume);
    }
}
