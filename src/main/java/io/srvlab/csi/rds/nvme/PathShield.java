package io.srvlab.csi.rds.nvme;

import io.srvlab.csi.rds.host.HostCommands;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The shield between a volume's users and its NVMe device: a map of one path that lets reads and writes wait while the path is
 * away, and whose path can be exchanged under them. Each step may be interrupted anywhere and repeated. Whether a device is the
 * right one for a map is not decided here.
 */
public final class PathShield {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final DeviceMapper mapper;
    private final ShieldMaps maps;
    private final ShieldSupport support;
    private final Scheduler host;

    public PathShield(HostCommands commands, Path sys, Path dev, ShieldMode mode, Scheduler host) {
        this.mapper = new DeviceMapper(commands);
        this.maps = new ShieldMaps(sys, dev);
        this.support = new ShieldSupport(mode, mapper);
        this.host = host;
    }

    public ShieldSupport support() {
        return support;
    }

    /** Whether a volume that is staged now gets a map. */
    public Mono<Boolean> wanted() {
        return support.wanted();
    }

    /** All maps of this driver by name. */
    public Mono<Map<String, ShieldMap>> all() {
        return Mono.fromCallable(maps::all)
                .subscribeOn(host)
                .timeout(DEADLINE)
                .onErrorMap(IOException.class, PathShield::unreadable)
                .onErrorMap(TimeoutException.class, PathShield::unreadable);
    }

    /** The volume's map; empty when it has none. */
    public Mono<Optional<ShieldMap>> find(VolumeId volume) {
        return all().map(all -> of(volume, all));
    }

    /** The volume's among all maps. */
    public static Optional<ShieldMap> of(VolumeId volume, Map<String, ShieldMap> all) {
        return Optional.ofNullable(all.get(ShieldMap.nameOf(volume)));
    }

    /** A map over the device, for a volume that has none. */
    public Mono<ShieldMap> raise(VolumeId volume, BlockDevice head) {
        String name = ShieldMap.nameOf(volume);
        return mapper.create(name, head)
                .onErrorResume(Failure.Unexpected.class, refused -> createAnew(volume, head, refused))
                .then(find(volume))
                .flatMap(Mono::justOrEmpty)
                .filter(map -> map.isOn(head))
                .switchIfEmpty(Mono.error(() -> new Failure.Unavailable(
                        "the map " + name + " over " + head.path() + " does not show in sysfs", "retry")));
    }

    /** A dmsetup that was killed before it loaded a table leaves a name that is taken, and nothing in sysfs that could be open. */
    private Mono<Void> createAnew(VolumeId volume, BlockDevice head, Failure refused) {
        String name = ShieldMap.nameOf(volume);
        return find(volume)
                .filter(Optional::isEmpty)
                .flatMap(none -> mapper.removeByUuid(name).thenReturn(name))
                .onErrorMap(Failure.class, nothingOfOurs -> refused)
                .switchIfEmpty(Mono.error(refused))
                .then(mapper.create(name, head));
    }

    /** Sends reads and writes to another device of at least the map's size. */
    public Mono<Void> swap(ShieldMap map, BlockDevice head) {
        return put(map, head, map.size());
    }

    /** Makes the map as large as the device it is on. */
    public Mono<Void> grow(ShieldMap map, BlockDevice head) {
        return map.isOn(head)
                ? put(map, head, head.size())
                : Mono.error(new Failure.Unavailable(map.name() + " is not on " + head.path(), "retry"));
    }

    /**
     * Sends nothing more to the path, until it is reinstated or swapped. A map in bio mode that queues for want of a path asks itself
     * for one without a pause, a processor's whole time for each map (dm-mpath.c, __multipath_queue_bio); one that is suspended sleeps.
     */
    public Mono<Void> hold(ShieldMap map) {
        return mapper.suspend(map.name())
                .onErrorResume(failure -> settle(map).onErrorComplete().then(Mono.error(failure)));
    }

    /** Uses the path again that was held, or that the kernel gave up after an error. A table put to work anew has a path that works. */
    public Mono<Void> reinstate(ShieldMap map, BlockDevice head) {
        return map.suspended()
                ? put(map, head, map.size())
                : mapper.message(map.name(), "reinstate_path " + head.majorMinor());
    }

    /**
     * Ends a state that an interrupted step left: nothing loaded, nothing suspended, waiting without a path. A resume that was killed
     * while it waited for the old path leaves a map that looks sound and would fail what it should let wait.
     */
    public Mono<Void> settle(ShieldMap map) {
        return mapper.clear(map.name())
                .then(mapper.resume(map.name()))
                .then(mapper.message(map.name(), "queue_if_no_path"));
    }

    /** Removes the map, unless somebody has it open. */
    public Mono<Void> lower(ShieldMap map) {
        return mapper.openCount(map.name())
                .doOnNext(count -> {
                    if (count > 0) {
                        throw inUse(map, count);
                    }
                })
                .then(mapper.remove(map.name()));
    }

    public Mono<Integer> openCount(ShieldMap map) {
        return mapper.openCount(map.name());
    }

    /** Fails what waits for a path, now and from now on: lets an umount end that waits for a target that is away. */
    public Mono<Void> release(ShieldMap map) {
        return mapper.resume(map.name()).then(mapper.message(map.name(), "fail_if_no_path"));
    }

    /** The names of the maps whose path the kernel has given up after an error. */
    public Mono<Set<String>> failed() {
        return mapper.failed();
    }

    /** What a failed or late resume may have left is undone at once (dm-mpath.c, multipath_presuspend). */
    private Mono<Void> put(ShieldMap map, BlockDevice head, Capacity size) {
        if (head.size().compareTo(size) < 0) {
            return Mono.error(new Failure.Conflict(
                    head.path() + " has " + head.size() + ", the map " + map.name() + " needs " + size,
                    "nothing was changed; see the volume's size on the RDS"));
        }
        return mapper.load(map.name(), head, size)
                .then(mapper.resume(map.name()))
                .onErrorResume(failure -> settle(map).onErrorComplete().then(Mono.error(failure)));
    }

    private static Failure inUse(ShieldMap map, int count) {
        return new Failure.Unavailable(
                map.device().path() + " (" + map.name() + ") is open " + count + " times",
                "retry; if it lasts, look for a process or a mount in another namespace that has it");
    }

    private static Failure unreadable(Throwable fault) {
        return new Failure.Unavailable("cannot read sysfs: " + fault.getMessage(), "see the node's kernel log", fault);
    }
}
