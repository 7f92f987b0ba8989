package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.mount.MountTargets;
import io.srvlab.csi.rds.mount.Mounter;
import io.srvlab.csi.rds.nvme.VolumeDevices;
import io.srvlab.csi.rds.volume.AccessType;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeId;
import java.nio.file.Path;
import reactor.core.publisher.Mono;

/** Shows a staged volume to a pod, and takes it away from the pod. Both are idempotent. */
public final class VolumeBinder {
    private final StageRecords records;
    private final VolumeDevices devices;
    private final FilesystemBinding filesystem;
    private final BlockBinding block;
    private final Mounter mounter;
    private final MountTargets targets;

    public VolumeBinder(
            StageRecords records,
            VolumeDevices devices,
            FilesystemBinding filesystem,
            BlockBinding block,
            Mounter mounter,
            MountTargets targets) {
        this.records = records;
        this.devices = devices;
        this.filesystem = filesystem;
        this.block = block;
        this.mounter = mounter;
        this.targets = targets;
    }

    public Mono<Void> publish(PublishOnNode request) {
        return staged(request).flatMap(record -> device(record).flatMap(device -> show(request, record, device)));
    }

    /** A target that is not there, or a volume nobody knows, is success. */
    public Mono<Void> unpublish(UnpublishFromNode request) {
        return mounter.unbind(request.targetPath())
                .then(targets.remove(request.targetPath()))
                .then(forget(request.volume(), request.targetPath()));
    }

    private Mono<Void> show(PublishOnNode request, StageRecord record, BlockDevice device) {
        return switch (request.use().type()) {
            case AccessType.Filesystem wanted -> filesystem.publish(request, device);
            case AccessType.Block() -> block.publish(request, record, device);
        };
    }

    private Mono<StageRecord> staged(PublishOnNode request) {
        return records.find(request.volume())
                .flatMap(Mono::justOrEmpty)
                .filter(record -> record.block() == (request.use().type() instanceof AccessType.Block))
                .filter(record -> record.stagingPath().equals(request.stagingPath()))
                .switchIfEmpty(Mono.error(() -> new Failure.Conflict(
                        "volume " + request.volume() + " is not staged at " + request.stagingPath() + " for this use",
                        "stage it before it is published")));
    }

    private Mono<BlockDevice> device(StageRecord record) {
        return devices.seek(record.volume(), record.nqn())
                .flatMap(Mono::justOrEmpty)
                .switchIfEmpty(Mono.error(() -> new Failure.Conflict(
                        "the device of volume " + record.volume() + " is gone from this node",
                        "see the node's kernel log; unstage and stage the volume again")));
    }

    private Mono<Void> forget(VolumeId volume, Path target) {
        return records.update(volume, record -> record.without(target)).then();
    }

    static Failure secondTarget(PublishOnNode request, Path first) {
        return new Failure.Conflict(
                "volume " + request.volume() + " is for a single writer and published at " + first + " already",
                "unpublish it there first, or use another access mode");
    }

    static Failure otherAccess(PublishOnNode request, boolean readOnlyNow) {
        return new Failure.AlreadyExists(
                request.targetPath() + " shows the volume " + (readOnlyNow ? "read-only" : "writable") + " already",
                "unpublish it first");
    }

    static boolean differs(PublishOnNode request, boolean readOnlyNow) {
        return request.readOnly() != readOnlyNow;
    }
}
