package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.nvme.NvmeConnector;
import io.srvlab.csi.rds.nvme.NvmeDevices;
import io.srvlab.csi.rds.nvme.PathShield;
import io.srvlab.csi.rds.volume.VolumeGate;

/** What all who work on volumes' paths share. {@code gate}: one of them at a time works on one volume's. */
public record PathParts(
        PathShield shield,
        NvmeDevices devices,
        NvmeConnector connector,
        PathProof proof,
        PathTroubles troubles,
        VolumeGate gate) {}
