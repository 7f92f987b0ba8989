package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.mount.MountPoint;
import io.srvlab.csi.rds.mount.MountTable;
import io.srvlab.csi.rds.mount.Mounter;
import io.srvlab.csi.rds.volume.AccessMode;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Failure;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Publishes a mounted volume: a bind mount of the staging path at the target. */
public final class FilesystemBinding {
    private final MountTable table;
    private final StagedFilesystem filesystem;
    private final Mounter mounter;
    private final VolumeReports reports;

    public FilesystemBinding(MountTable table, StagedFilesystem filesystem, Mounter mounter, VolumeReports reports) {
        this.table = table;
        this.filesystem = filesystem;
        this.mounter = mounter;
        this.reports = reports;
    }

    Mono<Void> publish(PublishOnNode request, BlockDevice device) {
        return staged(request, device)
                .flatMap(source -> table.at(request.targetPath())
                        .flatMap(found ->
                                found.isPresent() ? compare(request, found.get(), device) : bind(request, source)));
    }

    private Mono<MountPoint> staged(PublishOnNode request, BlockDevice device) {
        return filesystem
                .current(request, device)
                .switchIfEmpty(Mono.error(() -> new Failure.Conflict(
                        request.stagingPath() + " is not a mount of device " + device.majorMinor(),
                        "stage the volume before it is published")));
    }

    private static Mono<Void> compare(PublishOnNode request, MountPoint found, BlockDevice device) {
        if (!found.majorMinor().equals(device.majorMinor())) {
            return Mono.error(new Failure.Conflict(
                    found.path() + " is a mount of another device, " + found.majorMinor(), "unpublish it first"));
        }
        return VolumeBinder.differs(request, found.readOnly())
                ? Mono.error(VolumeBinder.otherAccess(request, found.readOnly()))
                : Mono.empty();
    }

    private Mono<Void> bind(PublishOnNode request, MountPoint source) {
        return requireFirst(request, source)
                .then(reports.mounted(
                        request.volume(), "mount", mounter.bind(source, request.targetPath(), request.readOnly())));
    }

    /** CSI 1.13: SINGLE_NODE_SINGLE_WRITER means one target path, not only one node. */
    private Mono<Void> requireFirst(PublishOnNode request, MountPoint source) {
        return Flux.from(table.of(source.majorMinor()))
                .filter(mounts -> request.use().mode() == AccessMode.SINGLE_NODE_SINGLE_WRITER)
                .flatMapIterable(mounts -> mounts)
                .filter(mount -> !mount.path().equals(source.path()))
                .next()
                .flatMap(mount -> Mono.error(VolumeBinder.secondTarget(request, mount.path())));
    }
}
