package io.srvlab.csi.rds.mount;

import java.nio.file.Path;
import java.util.List;

/**
 * One line of mountinfo. {@code source} is what mount was told and may name a device that no longer exists; identity is
 * {@code majorMinor}. {@code options} are those of the mount point, not of the filesystem.
 */
public record MountPoint(
        Path path, String majorMinor, String root, String source, String fsType, List<String> options) {
    public MountPoint {
        options = List.copyOf(options);
    }

    public boolean readOnly() {
        return options.contains("ro");
    }
}
