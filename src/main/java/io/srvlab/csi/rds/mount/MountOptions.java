package io.srvlab.csi.rds.mount;

import io.srvlab.csi.rds.volume.Failure;
import java.util.List;
import java.util.Set;

/** The mount options a StorageClass or PersistentVolume may ask for; a stranger's option never reaches mount(8). */
public final class MountOptions {
    private static final Set<String> ALLOWED = Set.of(
            "nosuid",
            "nodev",
            "noexec",
            "ro",
            "rw",
            "relatime",
            "noatime",
            "nodiratime",
            "strictatime",
            "lazytime",
            "nolazytime",
            "defaults",
            "sync",
            "async",
            "auto",
            "noauto",
            "user",
            "nouser",
            "_netdev",
            "nouuid",
            "discard",
            "nodiscard",
            "data=ordered",
            "data=journal",
            "data=writeback");

    /** What belongs to the mount point rather than the filesystem; a bind mount that is remounted loses those not repeated. */
    private static final Set<String> OF_THE_MOUNT_POINT =
            Set.of("nosuid", "nodev", "noexec", "noatime", "nodiratime", "relatime", "strictatime");

    private MountOptions() {}

    /** The options, or InvalidRequest naming the first that is not allowed. */
    public static List<String> checked(List<String> options) {
        for (String option : options) {
            if (!ALLOWED.contains(option)) {
                throw new Failure.InvalidRequest(
                        "mount option '" + option.replaceAll("[^\\x20-\\x7e]", "?") + "' is not allowed",
                        "take it out of mountOptions");
            }
        }
        return List.copyOf(options);
    }

    /** Those that a mount put in the place of another has to repeat. */
    public static List<String> ofTheMountPoint(MountPoint mount) {
        return mount.options().stream().filter(OF_THE_MOUNT_POINT::contains).toList();
    }
}
