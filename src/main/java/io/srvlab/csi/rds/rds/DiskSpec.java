package io.srvlab.csi.rds.rds;

import io.srvlab.csi.rds.volume.CapacityRange;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeId;

/**
 * A disk to be made: its volume, the sizes that satisfy the request, and the directory of its image file (absolute, no
 * trailing slash).
 */
public record DiskSpec(VolumeId volume, CapacityRange sizes, String directory, int port) {
    public DiskSpec {
        if (!directory.matches("(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+")) {
            throw new Failure.InvalidRequest(
                    "volumePath '" + directory.replaceAll("[^\\x20-\\x7e]", "?") + "' is not allowed",
                    "use an absolute path of letters, digits, '.', '_' and '-'");
        }
    }

    /** Where the image file stands. */
    public String path() {
        return directory + "/" + volume + ".img";
    }
}
