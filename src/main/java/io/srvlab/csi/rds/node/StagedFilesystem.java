package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.mount.Filesystem;
import io.srvlab.csi.rds.mount.MountOptions;
import io.srvlab.csi.rds.mount.MountPoint;
import io.srvlab.csi.rds.mount.MountTable;
import io.srvlab.csi.rds.mount.Mounter;
import io.srvlab.csi.rds.volume.AccessType;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeId;
import java.nio.file.Path;
import reactor.core.publisher.Mono;

/** A volume's filesystem at its staging path: mounted once, by the right device. */
public final class StagedFilesystem {
    private final MountTable table;
    private final Filesystem filesystem;
    private final Mounter mounter;
    private final VolumeReports reports;
    private final FormattedRecords formatted;
    private final Recovery recovery;

    /** What keeps a volume from failing over and over, and mends what was left behind. */
    public record Recovery(StageBreakers breakers, StaleMounts stale) {}

    public StagedFilesystem(
            MountTable table,
            Filesystem filesystem,
            Mounter mounter,
            VolumeReports reports,
            FormattedRecords formatted,
            Recovery recovery) {
        this.recovery = recovery;
        this.formatted = formatted;
        this.table = table;
        this.filesystem = filesystem;
        this.mounter = mounter;
        this.reports = reports;
    }

    static void check(AccessType.Filesystem wanted) {
        Filesystem.requireSupported(wanted.type());
        MountOptions.checked(wanted.mountOptions());
    }

    /** Mounted by this device already is success; a filesystem in use is neither checked nor mounted over. */
    Mono<Void> mount(StageVolume request, AccessType.Filesystem wanted, BlockDevice device, Mono<Void> beforeItIsUsed) {
        return table.at(request.stagingPath())
                .flatMap(found -> found.isPresent()
                        ? again(
                                request.volume(),
                                found.get(),
                                device,
                                beforeItIsUsed,
                                first(request, wanted, device, beforeItIsUsed))
                        : first(request, wanted, device, beforeItIsUsed));
    }

    private Mono<Void> again(
            VolumeId volume, MountPoint found, BlockDevice device, Mono<Void> beforeItIsUsed, Mono<Void> anew) {
        return isOf(device, found)
                ? beforeItIsUsed
                : clear(volume, found, device).then(anew);
    }

    /** The mount at the staging path, on the device that the volume is now; one that was left on another is made anew. */
    Mono<MountPoint> current(PublishOnNode request, BlockDevice device) {
        return table.at(request.stagingPath())
                .flatMap(Mono::justOrEmpty)
                .delayUntil(found -> isOf(device, found) ? Mono.empty() : remount(request, found, device))
                .flatMap(found -> table.at(request.stagingPath()))
                .flatMap(Mono::justOrEmpty)
                .filter(mount -> isOf(device, mount));
    }

    private Mono<Void> remount(PublishOnNode request, MountPoint found, BlockDevice device) {
        Mono<Void> anew = filesystem
                .prepare(device, found.fsType(), formatted.permission(request.volume(), null))
                .flatMap(type -> mounter.mount(
                        device,
                        found.path(),
                        type,
                        Filesystem.mountOptions(type, MountOptions.ofTheMountPoint(found))));
        return clear(request.volume(), found, device).then(reports.mounted(request.volume(), "recover", anew));
    }

    private Mono<Void> clear(VolumeId volume, MountPoint found, BlockDevice device) {
        return recovery.stale().clear(found, device).doFirst(() -> reports.stale(volume, found, device));
    }

    private static boolean isOf(BlockDevice device, MountPoint mount) {
        return mount.majorMinor().equals(device.majorMinor());
    }

    Mono<Void> unmount(UnstageVolume request) {
        return table.at(request.stagingPath())
                .flatMap(Mono::justOrEmpty)
                .flatMap(found -> reports.mounted(request.volume(), "umount", mounter.unmount(request.stagingPath())));
    }

    /** The volume has left the node, and its failures with it. */
    Mono<Void> forget(VolumeId volume) {
        return Mono.fromRunnable(() -> recovery.breakers().reset(volume));
    }

    Mono<Boolean> isMountedAt(Path path) {
        return table.at(path).map(found -> found.isPresent());
    }

    /** Whether the device is mounted anywhere. */
    Mono<Boolean> isMounted(BlockDevice device) {
        return table.of(device.majorMinor()).map(mounts -> !mounts.isEmpty());
    }

    /** Refuses while the device is mounted anywhere: a pod may still be using it. */
    Mono<Void> requireUnmounted(BlockDevice device) {
        return table.of(device.majorMinor())
                .doOnNext(mounts -> {
                    if (!mounts.isEmpty()) {
                        throw stillMounted(mounts.getFirst());
                    }
                })
                .then();
    }

    private Mono<Void> first(
            StageVolume request, AccessType.Filesystem wanted, BlockDevice device, Mono<Void> beforeItIsUsed) {
        Mono<Void> steps = filesystem
                .prepare(
                        device,
                        wanted.type(),
                        formatted.permission(request.volume(), request.granted().fresh()))
                .delayUntil(type -> beforeItIsUsed)
                .flatMap(type -> mounter.mount(
                                device,
                                request.stagingPath(),
                                type,
                                Filesystem.mountOptions(type, wanted.mountOptions()))
                        .onErrorResume(
                                Failure.Unexpected.class,
                                why -> filesystem.requireFinished(device, type).then(Mono.error(why))));
        return reports.mounted(request.volume(), "mount", recovery.breakers().guard(request.volume(), steps));
    }

    private static Failure stillMounted(MountPoint mount) {
        return new Failure.Conflict(
                "the volume is still mounted at " + mount.path(), "unpublish it there before it is unstaged");
    }
}
