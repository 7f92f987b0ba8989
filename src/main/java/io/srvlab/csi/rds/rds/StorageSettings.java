package io.srvlab.csi.rds.rds;

import io.srvlab.csi.rds.volume.Capacity;

/**
 * How volumes are laid out on the box. {@code owner} is this cluster's mark; {@code volumePath} the directory of the image
 * files; {@code reserve} bytes of the pool are never provisioned; {@code ratio} is the most that may be provisioned, as a
 * multiple of the pool's size; {@code grow} how a disk is grown; {@code nvmePort} the TCP port of exports.
 */
public record StorageSettings(
        String owner, String volumePath, Capacity reserve, double ratio, Grow grow, int nvmePort) {
    /** How a disk is grown, because it is not documented whether a connected host sees a new size (unknown U8). */
    public enum Grow {
        /** The file grows under its export. */
        IN_PLACE,
        /** The export goes off and on again around it: hosts reconnect and see the new size. */
        RE_EXPORT,
        /** Only while the volume is not published. */
        OFFLINE
    }

    public StorageSettings {
        if (!owner.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new IllegalArgumentException("rds-csi.owner is '" + owner
                    + "'; use 1 to 64 letters, digits, '.', '_', '-' that no other cluster on this RDS uses");
        }
        if (!volumePath.matches("(/[A-Za-z0-9_-][A-Za-z0-9._-]*){2,}")) {
            throw new IllegalArgumentException("rds-csi.rds.volume-path is '" + volumePath
                    + "'; use an absolute directory below a pool's mount point, such as /storage-pool/metal-csi");
        }
        if (ratio <= 0 || ratio > 100) {
            throw new IllegalArgumentException("rds-csi.rds.ratio is " + ratio + "; use more than 0 and at most 100");
        }
        if (nvmePort < 1 || nvmePort > 65535) {
            throw new IllegalArgumentException("rds-csi.rds.nvme-port is " + nvmePort + "; use 1 to 65535");
        }
    }

    /** The pool's mount point: the first component of the volume path. */
    public String pool() {
        return volumePath.split("/", 3)[1];
    }
}
