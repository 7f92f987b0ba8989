package io.srvlab.csi.rds.mount;

import io.srvlab.csi.rds.host.HostCommands;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Failure;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Grows a mounted filesystem to the size of its device; one that fills it already is success. */
public final class FilesystemGrowth {
    private static final Duration DEADLINE = Duration.ofMinutes(5);

    private final HostTools tools;

    public FilesystemGrowth(HostCommands commands) {
        this.tools = new HostTools(commands);
    }

    public Mono<Void> grow(BlockDevice device, MountPoint mount) {
        return switch (mount.fsType()) {
            case "ext3", "ext4" ->
                tools.succeed(DEADLINE, "resize2fs", device.path().toString()).then();
            case "xfs" ->
                tools.succeed(DEADLINE, "xfs_growfs", mount.path().toString()).then();
            default ->
                Mono.error(new Failure.Conflict(
                        mount.path() + " is " + mount.fsType() + ", which cannot be grown here", "grow it by hand"));
        };
    }
}
