package io.srvlab.csi.rds.rds;

import io.srvlab.csi.rds.routeros.Reply;
import io.srvlab.csi.rds.routeros.RouterOs;
import io.srvlab.csi.rds.routeros.Script;
import io.srvlab.csi.rds.routeros.TransportFailure;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.CapacityRange;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.Generation;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Volumes on one ROSE Data Server. Every call is idempotent, costs one round trip when nothing goes wrong, succeeds only after
 * reading back, and fails with a {@link Failure}. One client per box; nothing here is static.
 */
public final class RdsClient {
    private final RouterOs device;
    private final StorageSettings settings;
    private final DiskScripts scripts;
    private final DiskReader reader;
    private final RdsRejections rejections;
    private final DeviceVersion version;
    private final SharedRead<Inventory> inventory;
    private final Promises promises = new Promises();

    public RdsClient(RouterOs device, StorageSettings settings) {
        this.device = device;
        this.settings = settings;
        this.scripts = new DiskScripts(settings);
        this.reader = new DiskReader(settings);
        this.rejections = new RdsRejections(settings);
        this.version = new DeviceVersion(device);
        this.inventory = new SharedRead<>(new InventoryRead(device, settings, reader).read());
    }

    /** Finds the volume's disk and compares it, or makes it; its export is off. AlreadyExists when another size or path stands. */
    public Mono<Disk> create(DiskSpec spec) {
        Capacity size = spec.sizes().required();
        return version.settingNqns()
                .then(promises.promising(size.bytes(), others -> make(spec, size, others)))
                .map(reply -> made(spec, reply));
    }

    private Mono<Reply> make(DiskSpec spec, Capacity size, long others) {
        return run(scripts.create(spec, size, others, Generation.next()), spec.volume())
                .onErrorResume(ImageThere.class, there -> run(scripts.attach(spec, size, others), spec.volume()));
    }

    /**
     * Adds the volume's lost disk again over its image file, as the turn expects it; with a fresh NQN where an earlier one may
     * still be known to a node. NotFound when the file is gone too, AlreadyExists when it has another size.
     */
    public Mono<Disk> restore(DiskSpec spec, ExportTurn turn, boolean rotate) {
        return version.settingNqns()
                .then(run(scripts.restore(spec, turn, rotate), spec.volume()))
                .map(reply -> made(spec, reply));
    }

    /**
     * Switches the export off, removes the disk item, then the file; absent is success. Conflict when it is not ours, and
     * {@link OutdatedGeneration} when its export is at another turn.
     */
    public Mono<Void> delete(VolumeId volume, ExportTurn turn) {
        return run(scripts.delete(volume, turn), volume).flatMap(reply -> gone(reply, volume));
    }

    /**
     * Grows to the range when smaller. {@code published} decides whether the configured way of growing is possible now;
     * {@link OutdatedGeneration} where that would change an export that is at another generation.
     */
    public Mono<Disk> grow(VolumeId volume, CapacityRange sizes, PublishedAt published) {
        Capacity size = sizes.required();
        Mono<Reply> grown = published.forbids(settings.grow())
                ? run(scripts.find(volume), volume)
                : promises.promising(
                        size.bytes(), others -> run(scripts.grow(volume, size, others, published), volume));
        return version.settingNqns().then(grown).map(reply -> large(present(reply, volume), sizes, published));
    }

    /**
     * Switches the export on as wished, with an NQN of ours, our port and mount-filesystem=no. NotFound when there is no such
     * disk, {@link OutdatedGeneration} when it is not this one's turn.
     */
    public Mono<Disk> openExport(VolumeId volume, ExportTurn turn, ExportWish wish) {
        return version.settingNqns()
                .then(run(scripts.export(volume, turn).open(wish), volume))
                .map(reply -> exported(reply, volume, turn, wish));
    }

    /** Switches the export off, and the volume counts as used from now on; absent is success. */
    public Mono<Void> closeExport(VolumeId volume, ExportTurn turn) {
        return run(scripts.export(volume, turn).close(false), volume).flatMap(reply -> closed(reply, volume, turn));
    }

    /** As {@link #closeExport}, and it will come back under a fresh NQN only. Conflict where the device refuses that. */
    public Mono<Void> rotateExport(VolumeId volume, ExportTurn turn) {
        return version.settingNqns()
                .then(run(scripts.export(volume, turn).close(true), volume))
                .flatMap(reply -> closed(reply, volume, turn).then(rotated(reply, volume, turn)));
    }

    /** The volume's disk, or NotFound when the device answered that there is none. */
    public Mono<Disk> find(VolumeId volume) {
        return run(scripts.find(volume), volume).map(reply -> present(reply, volume));
    }

    /** All our disks and the pool; callers that wait at the same time share one read. */
    public Mono<Inventory> inventory() {
        return version.usable()
                .then(inventory.get())
                .doOnError(TransportFailure.class, failure -> version.forget())
                .onErrorMap(TransportFailure.class, DeviceVersion::unavailable);
    }

    /** Asks the device for its version now; Conflict below the oldest that has file disks. */
    public Mono<String> probe() {
        return version.refreshed();
    }

    private Mono<Reply> run(Script script, VolumeId volume) {
        return version.usable()
                .then(device.execute(script))
                .doOnError(TransportFailure.class, failure -> version.forget())
                .onErrorMap(TransportFailure.class, DeviceVersion::unavailable)
                .map(reply -> accepted(reply, volume));
    }

    private Reply accepted(Reply reply, VolumeId volume) {
        return switch (reply) {
            case Reply.Answer answer -> answer;
            case Reply.Rejected rejected -> {
                version.doubt(rejected.reason());
                if (rejected.marker().equals(DiskCreation.FILE_THERE)) {
                    throw new ImageThere();
                }
                outdated(rejected, volume).ifPresent(outdated -> {
                    throw outdated;
                });
                throw rejections.toFailure(rejected, volume);
            }
        };
    }

    private Disk present(Reply reply, VolumeId volume) {
        return reader.find(volume, reply.rows(DiskScripts.DISK))
                .orElseThrow(() -> DiskChecks.absent(volume, reply.rows(DiskScripts.DISK)));
    }

    private Disk made(DiskSpec spec, Reply reply) {
        Disk disk = reader.find(spec.volume(), reply.rows(DiskScripts.DISK))
                .orElseThrow(() -> DiskChecks.notMade(spec.volume()));
        DiskChecks.matches(spec, disk);
        return disk;
    }

    private Disk large(Disk disk, CapacityRange sizes, PublishedAt published) {
        DiskChecks.grown(disk, sizes, settings.grow(), published);
        if (published.published() && settings.grow() == StorageSettings.Grow.RE_EXPORT) {
            DiskChecks.reopened(disk);
        }
        return disk;
    }

    private Optional<OutdatedGeneration> outdated(Reply.Rejected rejected, VolumeId volume) {
        return Optional.of(rejected)
                .filter(reply -> reply.marker().equals(GenerationStamp.OUTDATED))
                .flatMap(reply -> reader.find(volume, reply.rows(GenerationStamp.NOW)))
                .map(disk -> new OutdatedGeneration(disk.generation()));
    }

    private Disk exported(Reply reply, VolumeId volume, ExportTurn turn, ExportWish wish) {
        Disk disk = present(reply, volume);
        DiskChecks.exported(disk, settings.nvmePort(), wish, reply.rows(DiskScripts.DISK));
        DiskChecks.stands(disk, turn);
        DiskChecks.marked(disk, wish);
        return disk;
    }

    private Mono<Void> closed(Reply reply, VolumeId volume, ExportTurn turn) {
        return Mono.fromRunnable(
                () -> reader.find(volume, reply.rows(DiskScripts.DISK)).ifPresent(disk -> {
                    DiskChecks.closed(disk);
                    DiskChecks.stands(disk, turn);
                }));
    }

    private Mono<Void> rotated(Reply reply, VolumeId volume, ExportTurn turn) {
        return Mono.fromRunnable(() ->
                reader.find(volume, reply.rows(DiskScripts.DISK)).ifPresent(disk -> DiskChecks.rotated(disk, turn)));
    }

    private static Mono<Void> gone(Reply reply, VolumeId volume) {
        boolean nothingLeft = reply.rows(DiskScripts.LEFT).stream()
                .anyMatch(row -> row.number("value").orElse(-1) == 0);
        return nothingLeft ? Mono.empty() : Mono.error(DiskChecks.stillThere(volume));
    }
}
