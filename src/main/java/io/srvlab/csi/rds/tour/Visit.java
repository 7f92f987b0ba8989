package io.srvlab.csi.rds.tour;

import csi.v1.Csi.Volume;
import csi.v1.Csi.VolumeCapability;
import java.nio.file.Path;
import java.util.Map;

/** One volume on the tour: who it is, what is written to it, what is known of it so far, and where it is mounted. */
record Visit(Plan plan, String node, Path directory, Volume volume, Map<String, String> publishContext) {
    /** A volume before it is made; raw ones are used as a block device. */
    record Plan(String name, boolean raw, Pattern pattern) {}

    static Visit planned(Plan plan, String node, Path directory) {
        return new Visit(plan, node, directory, Volume.getDefaultInstance(), Map.of());
    }

    Visit made(Volume made) {
        return new Visit(plan, node, directory, made, publishContext);
    }

    Visit attached(Map<String, String> context) {
        return new Visit(plan, node, directory, volume, Map.copyOf(context));
    }

    String name() {
        return plan.name();
    }

    boolean raw() {
        return plan.raw();
    }

    Pattern pattern() {
        return plan.pattern();
    }

    String id() {
        return volume.getVolumeId();
    }

    Path staging() {
        return directory.resolve("staging").resolve(name());
    }

    Path pod() {
        return directory.resolve("pods").resolve(name());
    }

    /** Inside the pod's folder; the plugin makes it and takes it away again. */
    Path target() {
        return pod().resolve("volume");
    }

    /** The file to write to: in the filesystem, or the volume itself. */
    Path file() {
        return raw() ? target() : target().resolve("pattern");
    }

    VolumeCapability capability() {
        var mode =
                VolumeCapability.AccessMode.newBuilder().setMode(VolumeCapability.AccessMode.Mode.SINGLE_NODE_WRITER);
        var capability = VolumeCapability.newBuilder().setAccessMode(mode);
        if (raw()) {
            return capability
                    .setBlock(VolumeCapability.BlockVolume.getDefaultInstance())
                    .build();
        }
        var ext4 = VolumeCapability.MountVolume.newBuilder().setFsType("ext4");
        return capability.setMount(ext4).build();
    }
}
