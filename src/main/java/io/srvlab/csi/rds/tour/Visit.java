package io.srvlab.csi.rds.tour;

import csi.v1.Csi.Volume;
import csi.v1.Csi.VolumeCapability;
import java.nio.file.Path;
import java.util.Map;

/** One volume on the tour: who it is, what is known of it so far, and where it is mounted. */
record Visit(String name, String node, Path directory, boolean raw, Volume volume, Map<String, String> publishContext) {
    static Visit planned(String name, String node, Path directory, boolean raw) {
        return new Visit(name, node, directory, raw, Volume.getDefaultInstance(), Map.of());
    }

    Visit made(Volume made) {
        return new Visit(name, node, directory, raw, made, publishContext);
    }

    Visit attached(Map<String, String> context) {
        return new Visit(name, node, directory, raw, volume, Map.copyOf(context));
    }

    String id() {
        return volume.getVolumeId();
    }

    Path staging() {
        return directory.resolve("staging").resolve(name);
    }

    Path pod() {
        return directory.resolve("pods").resolve(name);
    }

    /** Inside the pod's folder; the plugin makes it and takes it away again. */
    Path target() {
        return pod().resolve("volume");
    }

    /** The file to write to: in the filesystem, or the volume itself. */
    Path file() {
        return raw ? target() : target().resolve("pattern");
    }

    VolumeCapability capability() {
        var mode =
                VolumeCapability.AccessMode.newBuilder().setMode(VolumeCapability.AccessMode.Mode.SINGLE_NODE_WRITER);
        var capability = VolumeCapability.newBuilder().setAccessMode(mode);
        if (raw) {
            return capability
                    .setBlock(VolumeCapability.BlockVolume.getDefaultInstance())
                    .build();
        }
        var ext4 = VolumeCapability.MountVolume.newBuilder().setFsType("ext4");
        return capability.setMount(ext4).build();
    }
}
