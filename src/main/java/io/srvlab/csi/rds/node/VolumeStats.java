package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.mount.FilesystemStats;
import io.srvlab.csi.rds.mount.FilesystemUsage;
import io.srvlab.csi.rds.nvme.VolumeDevices;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.Health;
import io.srvlab.csi.rds.volume.Nqn;
import io.srvlab.csi.rds.volume.VolumeId;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/**
 * Says how full a volume is and how it is doing. Of one whose path is not sound, what was measured last is told: nothing is asked
 * of a device that may not answer.
 */
public final class VolumeStats {
    private static final int KEPT = 4096;

    private final VolumePaths paths;
    private final FilesystemStats filesystems;
    private final VolumeDevices devices;
    private final VolumeDoctor doctor;
    private final Map<VolumeId, Usage> last = new ConcurrentHashMap<>();

    public VolumeStats(VolumePaths paths, FilesystemStats filesystems, VolumeDevices devices, VolumeDoctor doctor) {
        this.paths = paths;
        this.filesystems = filesystems;
        this.devices = devices;
        this.doctor = doctor;
    }

    public Mono<Measurement> measure(MeasureVolume request) {
        return paths.locate(request.volume(), request.volumePath())
                .flatMap(place -> doctor.examine(request.volume())
                        .flatMap(health ->
                                usage(request.volume(), place, health).map(usage -> new Measurement(usage, health))));
    }

    private Mono<Usage> usage(VolumeId volume, VolumePaths.Place place, Health health) {
        Usage known = last.get(volume);
        return health instanceof Health.Ailing && known != null
                ? Mono.just(known)
                : measure(volume, place).doOnNext(usage -> remember(volume, usage));
    }

    private Mono<Usage> measure(VolumeId volume, VolumePaths.Place place) {
        return switch (place) {
            case VolumePaths.Place.Mounted mounted ->
                filesystems.measure(mounted.mount().path()).map(VolumeStats::usage);
            case VolumePaths.Place.Raw raw -> size(volume, raw.nqn());
        };
    }

    /** Volumes come and go: what is kept of those that have gone is dropped when it gets much. */
    private void remember(VolumeId volume, Usage usage) {
        if (last.size() >= KEPT) {
            last.clear();
        }
        last.put(volume, usage);
    }

    /** The same for a health check, which need not say where the volume is. */
    public Mono<Measurement> measure(CheckHealth request) {
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
