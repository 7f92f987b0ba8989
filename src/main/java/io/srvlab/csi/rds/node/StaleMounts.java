package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.mount.DeviceUsers;
import io.srvlab.csi.rds.mount.MountPoint;
import io.srvlab.csi.rds.mount.MountTable;
import io.srvlab.csi.rds.mount.Mounter;
import io.srvlab.csi.rds.nvme.NvmeDevices;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Failure;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Takes away a staging mount whose device has gone, of a volume that has no shield: its device came back under another number
 * (prior driver's incident: pods on a filesystem that mountinfo calls rw and that is dead). Never while a pod still has it.
 */
public final class StaleMounts {
    private static final int ATTEMPTS = 3;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final MountTable table;
    private final Mounter mounter;
    private final DeviceUsers users;
    private final NvmeDevices devices;

    public StaleMounts(MountTable table, Mounter mounter, DeviceUsers users, NvmeDevices devices) {
        this.devices = devices;
        this.table = table;
        this.mounter = mounter;
        this.users = users;
    }

    /** Unmounts it, at last lazily when nobody is seen to use it; {@code device} is what the volume is now. */
    Mono<Void> clear(MountPoint stale, BlockDevice device) {
        BlockDevice gone = new BlockDevice(
                stale.source().replaceFirst(".*/", ""),
                stale.path().getFileSystem().getPath(stale.source()),
                stale.majorMinor(),
                device.size());
        return requireGone(stale, device)
                .then(table.of(stale.majorMinor()))
                .doOnNext(mounts -> requireOnly(stale, mounts, device))
                .then(users.requireNone(gone))
                .then(mounter.unmount(stale.path()))
                .retryWhen(Retry.backoff(ATTEMPTS, FIRST_PAUSE)
                        .filter(StaleMounts::maySucceedLater)
                        .onRetryExhaustedThrow((spec, last) -> last.failure()))
                .onErrorResume(
                        StaleMounts::maySucceedLater,
                        held -> users.requireNone(gone).then(mounter.detach(stale.path())));
    }

    /** Whatever else is mounted there is somebody's, and stays. */
    private Mono<Void> requireGone(MountPoint found, BlockDevice device) {
        return devices.hasGone(found.source(), found.majorMinor())
                .filter(gone -> !gone)
                .flatMap(there -> Mono.error(new Failure.Conflict(
                        found.path() + " is a mount of device " + found.majorMinor() + " (" + found.source()
                                + "), the volume is " + device.majorMinor(),
                        "find out who mounted it there and unmount it")));
    }

    private static boolean maySucceedLater(Throwable failure) {
        return failure instanceof Failure.Unavailable || failure instanceof Failure.Unexpected;
    }

    private static void requireOnly(MountPoint stale, List<MountPoint> mounts, BlockDevice device) {
        mounts.stream()
                .filter(mount -> !mount.path().equals(stale.path()))
                .findFirst()
                .ifPresent(pod -> {
                    throw new Failure.Conflict(
                            stale.path() + " is a mount of device " + stale.majorMinor() + " (" + stale.source()
                                    + "), the volume is " + device.majorMinor() + ", and " + pod.path()
                                    + " still shows the old one",
                            "delete the node's pods of this volume so that it is staged again");
                });
    }
}
