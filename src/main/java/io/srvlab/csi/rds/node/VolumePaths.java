package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.mount.MountPoint;
import io.srvlab.csi.rds.mount.MountTable;
import io.srvlab.csi.rds.mount.MountTargets;
import io.srvlab.csi.rds.nvme.VolumeDevices;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.Nqn;
import io.srvlab.csi.rds.volume.VolumeId;
import java.nio.file.Path;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Finds out what a volume_path of a request is: a mount, a block volume's node, or nothing of ours. */
public final class VolumePaths {
    private final StageRecords records;
    private final MountTable table;
    private final MountTargets targets;
    private final VolumeDevices devices;

    public VolumePaths(StageRecords records, MountTable table, MountTargets targets, VolumeDevices devices) {
        this.records = records;
        this.table = table;
        this.targets = targets;
        this.devices = devices;
    }

    /** What stands at a volume's path, and the NQN behind it. */
    sealed interface Place {
        Nqn nqn();

        /** A mounted filesystem. */
        record Mounted(Nqn nqn, MountPoint mount) implements Place {}

        /** A raw block volume. */
        record Raw(Nqn nqn) implements Place {}
    }

    /** NotFound when the volume is neither mounted nor published there. */
    Mono<Place> locate(VolumeId volume, Path path) {
        return Mono.zip(records.find(volume), table.at(path), targets.exists(path))
                .flatMap(known -> place(volume, path, known.getT1(), known.getT2(), known.getT3()))
                .switchIfEmpty(Mono.error(() -> new Failure.NotFound(
                        "volume " + volume + " is not mounted or published at " + path, "stage and publish it first")));
    }

    /** Where the volume is staged; NotFound when it is not. */
    Mono<Path> staging(VolumeId volume) {
        return records.find(volume)
                .flatMap(Mono::justOrEmpty)
                .map(StageRecord::stagingPath)
                .switchIfEmpty(Mono.error(() ->
                        new Failure.NotFound("volume " + volume + " is not staged on this node", "stage it first")));
    }

    private Mono<Place> place(
            VolumeId volume, Path path, Optional<StageRecord> record, Optional<MountPoint> mount, boolean exists) {
        Optional<Place> raw = record.filter(StageRecord::block)
                .filter(known -> known.stagingPath().equals(path)
                        || (exists && known.deviceNodes().contains(path)))
                .map(known -> new Place.Raw(known.nqn()));
        return Mono.justOrEmpty(raw)
                .switchIfEmpty(Mono.justOrEmpty(mount)
                        .flatMap(found -> nqn(volume, record, found).map(nqn -> new Place.Mounted(nqn, found))));
    }

    /** A volume that was mounted before there were records may have been rotated before as well. */
    private Mono<Nqn> nqn(VolumeId volume, Optional<StageRecord> record, MountPoint mount) {
        return record.map(known -> Mono.just(known.nqn())).orElseGet(() -> devices.carrier(volume, mount.majorMinor()));
    }
}
