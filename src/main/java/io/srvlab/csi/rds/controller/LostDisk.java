package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.rds.DiskSpec;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.CapacityRange;
import io.srvlab.csi.rds.volume.StorageDefaults;
import io.srvlab.csi.rds.volume.VolumeContext;
import java.util.Optional;

/** Where the image of a volume stands whose disk is gone: only its volume_context can tell. */
final class LostDisk {
    private static final CapacityRange ANY = new CapacityRange(new Capacity(0), CapacityRange.UNLIMITED);

    private LostDisk() {}

    /** Empty unless the context names the volume's own file in or below the directory of all volumes. */
    static Optional<DiskSpec> of(PublishVolume request, StorageDefaults defaults) {
        String file = "/" + request.volume() + ".img";
        String path = VolumeContext.of(request.context()).volumePath();
        boolean own = path.startsWith(defaults.basePath() + "/") && path.endsWith(file);
        return own
                ? Optional.of(new DiskSpec(
                        request.volume(), ANY, path.substring(0, path.length() - file.length()), defaults.nvmePort()))
                : Optional.empty();
    }
}
