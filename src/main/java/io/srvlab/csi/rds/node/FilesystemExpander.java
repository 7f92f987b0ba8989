package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.mount.FilesystemGrowth;
import io.srvlab.csi.rds.mount.MountPoint;
import io.srvlab.csi.rds.nvme.NvmeConnector;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import reactor.core.publisher.Mono;

/**
 * Makes a grown volume usable: waits until the kernel sees the new size, then grows the shield, and the filesystem, if any. Answers
 * with the size the device has, not the one that was asked for.
 */
public final class FilesystemExpander {
    private final VolumePaths paths;
    private final PathKeeper keeper;
    private final NvmeConnector connector;
    private final FilesystemGrowth growth;

    public FilesystemExpander(VolumePaths paths, PathKeeper keeper, NvmeConnector connector, FilesystemGrowth growth) {
        this.paths = paths;
        this.keeper = keeper;
        this.connector = connector;
        this.growth = growth;
    }

    public Mono<Capacity> expand(ExpandOnNode request) {
        return paths.locate(request.volume(), request.volumePath())
                .flatMap(place -> keeper.expect(request.volume(), request.required())
                        .then(connector.awaitSize(place.nqn(), request.required()))
                        .flatMap(head -> keeper.grown(request.volume(), head))
                        .flatMap(device -> grow(place, device).thenReturn(device.size())));
    }

    private Mono<Void> grow(VolumePaths.Place place, BlockDevice device) {
        return switch (place) {
            case VolumePaths.Place.Mounted mounted -> grow(mounted.mount(), device);
            case VolumePaths.Place.Raw raw -> Mono.empty();
        };
    }

    private Mono<Void> grow(MountPoint mount, BlockDevice device) {
        return mount.majorMinor().equals(device.majorMinor())
                ? growth.grow(device, mount)
                : Mono.error(new Failure.Conflict(
                        mount.path() + " is a mount of device " + mount.majorMinor() + ", the volume is "
                                + device.majorMinor(),
                        "unstage and stage the volume again"));
    }
}
