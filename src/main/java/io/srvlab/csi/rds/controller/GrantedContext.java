package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.rds.Disk;
import io.srvlab.csi.rds.volume.AccessType;
import io.srvlab.csi.rds.volume.NvmeTarget;
import io.srvlab.csi.rds.volume.StorageDefaults;
import io.srvlab.csi.rds.volume.VolumeContext;
import java.util.Map;
import java.util.stream.Stream;

/** The publish_context: where the node finds the volume; port and NQN are the device's own words. */
final class GrantedContext {
    private static final String DEFAULT_FILESYSTEM = "ext4";

    private GrantedContext() {}

    static Map<String, String> of(Disk disk, PublishVolume request, StorageDefaults defaults) {
        VolumeContext issued = VolumeContext.of(request.context());
        String address = firstOf(issued.nvmeAddress(), defaults.nvmeAddress());
        NvmeTarget target = new NvmeTarget(address, disk.port(), disk.nqn());
        return Map.of(
                "nvme_address", target.address(),
                "nvme_port", Integer.toString(target.port()),
                "nvme_nqn", target.nqn().value(),
                "fs_type", filesystem(request, issued));
    }

    private static String filesystem(PublishVolume request, VolumeContext issued) {
        String asked = switch (request.use().type()) {
            case AccessType.Filesystem filesystem -> filesystem.type();
            case AccessType.Block() -> "";
        };
        return firstOf(asked, issued.fsType(), DEFAULT_FILESYSTEM);
    }

    private static String firstOf(String... candidates) {
        return Stream.of(candidates).filter(text -> !text.isBlank()).findFirst().orElseThrow();
    }
}
