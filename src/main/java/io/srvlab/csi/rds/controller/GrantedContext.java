package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.rds.Disk;
import io.srvlab.csi.rds.volume.AccessType;
import io.srvlab.csi.rds.volume.NvmeTarget;
import io.srvlab.csi.rds.volume.StorageDefaults;
import io.srvlab.csi.rds.volume.VolumeContext;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The publish_context: where the node finds the volume; port and NQN are the device's own words. While the disk is marked as
 * never used, {@code fresh} hands out its generation, under which a node may format it once. Nothing else permits formatting:
 * whatever reads a person's permission (the annotation that the node's refusal names) hands out a new generation there.
 */
final class GrantedContext {
    private static final String DEFAULT_FILESYSTEM = "ext4";

    private GrantedContext() {}

    static Map<String, String> of(Disk disk, PublishVolume request, StorageDefaults defaults) {
        VolumeContext issued = VolumeContext.of(request.context());
        String address = firstOf(issued.nvmeAddress(), defaults.nvmeAddress());
        NvmeTarget target = new NvmeTarget(address, disk.port(), disk.nqn());
        Map<String, String> context = new TreeMap<>(Map.of(
                "nvme_address",
                target.address(),
                "nvme_port",
                Integer.toString(target.port()),
                "nvme_nqn",
                target.nqn().value(),
                "fs_type",
                filesystem(request, issued),
                VolumeContext.GENERATION,
                Long.toString(disk.generation())));
        if (disk.fresh() != null && request.use().type() instanceof AccessType.Filesystem) {
            context.put(VolumeContext.FRESH, disk.fresh().value());
        }
        return context;
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
