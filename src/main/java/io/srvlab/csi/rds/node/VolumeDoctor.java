package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.mount.FilesystemErrors;
import io.srvlab.csi.rds.mount.MountPoint;
import io.srvlab.csi.rds.mount.MountTable;
import io.srvlab.csi.rds.nvme.NvmeDevices;
import io.srvlab.csi.rds.nvme.NvmePaths;
import io.srvlab.csi.rds.nvme.VolumeDevices;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.Health;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * How a staged volume is doing, from what the kernel shows without asking the device: a filesystem whose target is gone still
 * answers statfs, and its mount says rw. Nothing is asked of a filesystem before its path is known to be sound.
 */
public final class VolumeDoctor {
    private final StageRecords records;
    private final PathTroubles troubles;
    private final NvmeDevices connections;
    private final VolumeDevices devices;
    private final MountTable table;
    private final FilesystemErrors errors;
    private final UnshieldedReports reports;

    public VolumeDoctor(
            StageRecords records,
            PathParts parts,
            VolumeDevices devices,
            MountTable table,
            FilesystemErrors errors,
            UnshieldedReports reports) {
        this.reports = reports;
        this.records = records;
        this.troubles = parts.troubles();
        this.connections = parts.devices();
        this.devices = devices;
        this.table = table;
        this.errors = errors;
    }

    /** Sound for a volume that this driver has not staged: nothing is known of it. */
    Mono<Health> examine(VolumeId volume) {
        return troubles.of(volume) instanceof Health.Ailing known
                ? Mono.just(known)
                : records.find(volume)
                        .flatMap(Mono::justOrEmpty)
                        .flatMap(record -> connection(record).doOnNext(found -> reports.tell(record, found)))
                        .onErrorResume(Failure.Unavailable.class, blind -> Mono.just(unknown(volume, blind)))
                        .defaultIfEmpty(new Health.Sound());
    }

    private Mono<Health> connection(StageRecord record) {
        return connections.survey().flatMap(all -> {
            NvmePaths paths = all.getOrDefault(record.nqn().value(), NvmePaths.NONE);
            return paths.live() && paths.head() != null ? filesystem(record) : Mono.just(unreachable(record, paths));
        });
    }

    private Mono<Health> filesystem(StageRecord record) {
        return record.block()
                ? Mono.just(new Health.Sound())
                : devices.find(record.volume(), record.nqn())
                        .flatMap(Mono::justOrEmpty)
                        .flatMap(device -> table.at(record.stagingPath())
                                .flatMap(mount -> mount.isPresent()
                                        ? mounted(record, device, mount.get())
                                        : Mono.just(notMounted(record))));
    }

    private Mono<Health> mounted(StageRecord record, BlockDevice device, MountPoint mount) {
        return mount.majorMinor().equals(device.majorMinor())
                ? errors.of(device, mount).map(found -> failing(record, found))
                : Mono.just(stale(record, device, mount));
    }

    private static Health unreachable(StageRecord record, NvmePaths paths) {
        String what = paths.live() ? "is connected but shows no device" : "cannot be reached (" + paths.states() + ")";
        return ailing(Health.Severity.INACCESSIBLE, "PathLost", "the target of volume " + record.volume() + " " + what);
    }

    private static Health notMounted(StageRecord record) {
        return ailing(
                Health.Severity.INACCESSIBLE,
                "NotMounted",
                "volume " + record.volume() + " is staged but not mounted at " + record.stagingPath());
    }

    private static Health stale(StageRecord record, BlockDevice device, MountPoint mount) {
        return ailing(
                Health.Severity.INACCESSIBLE,
                "StaleMount",
                record.stagingPath() + " is a mount of device " + mount.majorMinor() + ", volume " + record.volume()
                        + " is " + device.majorMinor() + " now");
    }

    private static Health failing(StageRecord record, Optional<String> error) {
        return error.map(text ->
                        ailing(Health.Severity.DEGRADED, "FilesystemErrors", "volume " + record.volume() + ": " + text))
                .orElseGet(Health.Sound::new);
    }

    private static Health unknown(VolumeId volume, Failure blind) {
        return ailing(
                Health.Severity.INACCESSIBLE,
                "Unknown",
                "the state of volume " + volume + " cannot be read: " + blind.getMessage());
    }

    private static Health ailing(Health.Severity severity, String reason, String message) {
        return new Health.Ailing(severity, reason, message);
    }
}
