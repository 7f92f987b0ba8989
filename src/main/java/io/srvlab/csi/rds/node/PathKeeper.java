package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.nvme.NvmeController;
import io.srvlab.csi.rds.nvme.ShieldMap;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Connects a volume that is being staged and puts the shield between its device and its users. A volume that is in use without a
 * shield (staged by the prior driver, or while the shield was off) goes on without one.
 */
public final class PathKeeper {
    private final NodeName node;
    private final StageRecords records;
    private final PathParts parts;
    private final PathRepair repair;
    private final StagedFilesystem filesystem;
    private final VolumeReports reports;

    public PathKeeper(
            NodeName node,
            StageRecords records,
            PathParts parts,
            PathRepair repair,
            StagedFilesystem filesystem,
            VolumeReports reports) {
        this.node = node;
        this.records = records;
        this.parts = parts;
        this.repair = repair;
        this.filesystem = filesystem;
        this.reports = reports;
    }

    /** Fails for a volume whose connections this driver may not touch, before anything is written down or done. */
    Mono<Void> requireManaged(StageVolume request) {
        return parts.connector().requireManaged(request.target().nqn());
    }

    /** The device to be used, for a volume whose record is written. */
    Mono<BlockDevice> attach(StageVolume request) {
        Mono<BlockDevice> attached = records.find(request.volume())
                .flatMap(Mono::justOrEmpty)
                .flatMap(record -> parts.shield()
                        .find(record.volume())
                        .flatMap(map ->
                                map.isPresent() ? existing(request, record, map.get()) : first(request, record)));
        return parts.alone(request.volume(), attached);
    }

    /** Records by what the volume is known, before anybody uses it; what a shield relies on stays once it is recorded. */
    Mono<Void> remember(VolumeId volume) {
        return records.find(volume)
                .flatMap(Mono::justOrEmpty)
                .filter(record -> !record.proven())
                .flatMap(record -> parts.shield()
                        .find(volume)
                        .flatMap(map -> map.isPresent() ? remember(record, map.get()) : identify(record)));
    }

    /** Records that the volume is to grow: a larger device is the volume's from now on. */
    Mono<Void> expect(VolumeId volume, Capacity least) {
        return records.update(volume, record -> record.proof(proof -> proof.expecting(least)))
                .then();
    }

    /** The device to be used once the map, if there is one, has the size of the grown NVMe device. */
    Mono<BlockDevice> grown(VolumeId volume, BlockDevice head) {
        return parts.shield()
                .find(volume)
                .flatMap(map -> map.isPresent() ? parts.alone(volume, grow(volume, head)) : Mono.just(head));
    }

    private Mono<BlockDevice> existing(StageVolume request, StageRecord record, ShieldMap map) {
        if (map.blank()) {
            return parts.shield().lower(map).then(first(request, record));
        }
        return record.proven() ? proven(request, map) : unproven(request, map);
    }

    /** Known from before: its path is led to where the request says, and used only when that is provably the volume. */
    private Mono<BlockDevice> proven(StageVolume request, ShieldMap map) {
        return repair.run(request.volume()).map(step -> {
            if (!step.rests()) {
                throw new Failure.Unavailable(
                        "the path of volume " + request.volume() + " does not come back: " + step,
                        "retry; see the node's kernel log and the export on the RDS");
            }
            return map.device();
        });
    }

    /** Staging was interrupted before anybody could use the map, unless it is open: then it must be on the right device. */
    private Mono<BlockDevice> unproven(StageVolume request, ShieldMap map) {
        return connected(request)
                .flatMap(head -> map.isOn(head)
                        ? forget(request, head).thenReturn(map.device())
                        : parts.shield().lower(map).then(raise(request, head)));
    }

    private Mono<BlockDevice> first(StageVolume request, StageRecord record) {
        return parts.devices()
                .controllers(request.target().nqn())
                .flatMap(before -> connected(request)
                        .flatMap(head -> isUsedBare(record, before, head)
                                .flatMap(bare ->
                                        bare ? Mono.just(false) : parts.shield().wanted())
                                .flatMap(shielded -> shielded ? raise(request, head) : bare(record, head))));
    }

    private Mono<BlockDevice> raise(StageVolume request, BlockDevice head) {
        return parts.connector()
                .failFast(request.target().nqn())
                .then(forget(request, head))
                .then(Mono.defer(() -> parts.shield().raise(request.volume(), head)))
                .map(ShieldMap::device);
    }

    /**
     * From now on the path is led back to its device, though nothing on it can be asked yet whose it is: what staging itself reads and
     * writes, a check or a format, waits in the map as everything does. Nobody has used the map yet; what an earlier one was known by,
     * before the machine started again, may no longer be what the volume is.
     */
    private Mono<Void> forget(StageVolume request, BlockDevice head) {
        VolumeId volume = request.volume();
        return parts.devices()
                .identity(request.target().nqn(), head)
                .flatMap(identity -> records.update(
                        volume, record -> record.with(identity).with(VolumeProof.unsigned(volume, head.size()))))
                .then();
    }

    private Mono<BlockDevice> bare(StageRecord record, BlockDevice head) {
        return record.proof() == null
                ? Mono.just(head)
                : records.update(record.volume(), StageRecord::unshielded).thenReturn(head);
    }

    /**
     * What has just been connected has no user yet, and where a raw volume was published is no sign of one after a reboot, nor when its
     * users had a map: they went with it.
     */
    private Mono<Boolean> isUsedBare(StageRecord record, List<NvmeController> before, BlockDevice head) {
        if (before.isEmpty()) {
            return Mono.just(false);
        }
        return record.proof() == null && !record.deviceNodes().isEmpty()
                ? Mono.just(true)
                : filesystem
                        .isMounted(head)
                        .flatMap(mounted ->
                                mounted ? Mono.just(true) : parts.devices().inUse(head));
    }

    private Mono<BlockDevice> connected(StageVolume request) {
        return reports.connected(
                request.volume(), parts.connector().connect(request.target(), request.options(), node));
    }

    private Mono<Void> remember(StageRecord record, ShieldMap map) {
        return parts.devices()
                .find(record.nqn())
                .flatMap(Mono::justOrEmpty)
                .filter(map::isOn)
                .switchIfEmpty(Mono.error(() -> new Failure.Unavailable(
                        "the device of volume " + record.volume() + " went away while it was being staged", "retry")))
                .flatMap(head -> Mono.zip(
                        parts.devices().identity(record.nqn(), head),
                        parts.proof().of(record, map)))
                .flatMap(known -> records.update(
                        record.volume(), now -> now.with(known.getT1()).with(known.getT2())))
                .then();
    }

    private Mono<Void> identify(StageRecord record) {
        return parts.devices()
                .find(record.nqn())
                .flatMap(Mono::justOrEmpty)
                .flatMap(head -> parts.devices().identity(record.nqn(), head))
                .flatMap(identity -> records.update(record.volume(), now -> now.with(identity)))
                .then();
    }

    private Mono<BlockDevice> grow(VolumeId volume, BlockDevice head) {
        return repair.run(volume)
                .then(parts.shield().find(volume))
                .flatMap(Mono::justOrEmpty)
                .filter(map -> map.size().compareTo(head.size()) < 0)
                .flatMap(map -> parts.shield().grow(map, head))
                .then(records.update(volume, record -> record.proof(proof -> proof.of(head.size()))))
                .then(parts.shield().find(volume))
                .flatMap(Mono::justOrEmpty)
                .map(ShieldMap::device);
    }
}
