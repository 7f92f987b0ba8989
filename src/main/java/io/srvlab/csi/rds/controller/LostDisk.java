package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.rds.DiskSpec;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.CapacityRange;
import io.srvlab.csi.rds.volume.StorageDefaults;
import io.srvlab.csi.rds.volume.VolumeContext;
import java.util.Optional;

/**
 * The disk of a volume that is gone: where its image stands only its volume_context can tell, and its PersistentVolume how large
 * that is at least; it may have grown further than that says.
 */
final class LostDisk {
    private LostDisk() {}

    /** Empty unless the context names the volume's own file in or below the directory of all volumes. */
    static Optional<DiskSpec> of(PublishVolume request, Capacity size, StorageDefaults defaults) {
        String file = "/" + request.volume() + ".img";
        String path = VolumeContext.of(request.context()).volumePath();
        boolean own = path.startsWith(defaults.basePath() + "/") && path.endsWith(file);
        return own
                ? Optional.of(new DiskSpec(
                        request.volume(),
                        new CapacityRange(size, CapacityRange.UNLIMITED),
                        path.substring(0, path.length() - file.length()),
                        defaults.nvmePort()))
                : Optional.empty();
    }
}
