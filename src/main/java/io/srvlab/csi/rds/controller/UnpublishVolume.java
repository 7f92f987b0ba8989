package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;

/** A volume that is to be taken back. */
public sealed interface UnpublishVolume {
    VolumeId volume();

    /** From one node. */
    record FromNode(VolumeId volume, NodeName node) implements UnpublishVolume {}

    /** From whoever has it: CSI's empty node id. */
    record FromAll(VolumeId volume) implements UnpublishVolume {}
}
