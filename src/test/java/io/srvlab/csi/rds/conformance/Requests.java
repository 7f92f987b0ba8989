package io.srvlab.csi.rds.conformance;

import csi.v1.Csi;

/** Requests as the sidecars make them. */
final class Requests {
    private Requests() {}

    static Csi.CreateVolumeRequest create(String name) {
        return Csi.CreateVolumeRequest.newBuilder()
                .setName(name)
                .setCapacityRange(Csi.CapacityRange.newBuilder().setRequiredBytes(1 << 30))
                .addVolumeCapabilities(singleNodeWriter())
                .build();
    }

    static Csi.ControllerPublishVolumeRequest publish(Csi.Volume volume, String node) {
        return Csi.ControllerPublishVolumeRequest.newBuilder()
                .setVolumeId(volume.getVolumeId())
                .putAllVolumeContext(volume.getVolumeContextMap())
                .setNodeId(node)
                .setVolumeCapability(singleNodeWriter())
                .build();
    }

    private static Csi.VolumeCapability singleNodeWriter() {
        return Csi.VolumeCapability.newBuilder()
                .setAccessMode(Csi.VolumeCapability.AccessMode.newBuilder()
                        .setMode(Csi.VolumeCapability.AccessMode.Mode.SINGLE_NODE_WRITER))
                .setMount(Csi.VolumeCapability.MountVolume.newBuilder())
                .build();
    }
}
