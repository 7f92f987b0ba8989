package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.mount.FilesystemStats;
import io.srvlab.csi.rds.mount.FilesystemUsage;
import io.srvlab.csi.rds.nvme.VolumeDevices;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.Nqn;
import io.srvlab.csi.rds.volume.VolumeId;
import java.nio.file.Path;
import reactor.core.publisher.Mono;

/** Says how full a volume is. */
public final class VolumeStats {
    private final VolumePaths paths;
    private final FilesystemStats filesystems;
    private final VolumeDevices devices;

    public VolumeStats(VolumePaths paths, FilesystemStats filesystems, VolumeDevices devices) {
        this.paths = paths;
        this.filesystems = filesystems;
        this.devices = devices;
    }

    public Mono<Usage> measure(MeasureVolume request) {
        return paths.locate(request.volume(), request.volumePath()).flatMap(place -> switch (place) {
            case VolumePaths.Place.Mounted mounted ->
                filesystems.measure(mounted.mount().path()).map(VolumeStats::usage);
            case VolumePaths.Place.Raw raw -> size(request.volume(), raw.nqn());
        });
    }

    /** The same for a health check, which need not say where the volume is. */
    public Mono<Usage> measure(CheckHealth request) {
        Path at = request.at();
        Mono<Path> where = at == null ? paths.staging(request.volume()) : Mono.just(at);
        return where.flatMap(path -> measure(new MeasureVolume(request.volume(), path)));
    }

    private Mono<Usage> size(VolumeId volume, Nqn nqn) {
        return devices.find(volume, nqn)
                .flatMap(Mono::justOrEmpty)
                .map(BlockDevice::size)
                .<Usage>map(Usage.OfBlock::new)
                .switchIfEmpty(Mono.error(() -> new Failure.Unavailable(
                        "the device of " + nqn + " is gone from this node", "see the node's kernel log")));
    }

    private static Usage usage(FilesystemUsage usage) {
        return new Usage.OfFilesystem(
                new Usage.Count(usage.totalBytes(), usage.totalBytes() - usage.freeBytes(), usage.availableBytes()),
                new Usage.Count(usage.totalInodes(), usage.totalInodes() - usage.freeInodes(), usage.freeInodes()));
    }
}
