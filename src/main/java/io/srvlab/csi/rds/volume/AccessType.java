package io.srvlab.csi.rds.volume;

import java.util.List;

/** How a pod sees a volume: as a mounted filesystem or as a raw block device. */
public sealed interface AccessType {
    /** Mounted, with the filesystem type that the request asks for (empty: the driver's default) and extra mount options. */
    record Filesystem(String type, List<String> mountOptions) implements AccessType {
        public Filesystem {
            mountOptions = List.copyOf(mountOptions);
        }
    }

    /** The device itself. */
    record Block() implements AccessType {}
}
