package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.attachment.AccessClass;
import io.srvlab.csi.rds.attachment.Contender;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeContext;
import io.srvlab.csi.rds.volume.VolumeId;
import io.srvlab.csi.rds.volume.VolumeUse;
import java.util.Map;

/** A node that is to get a volume; {@code context} is the volume_context that its PersistentVolume carries. */
public record PublishVolume(
        VolumeId volume, NodeName node, VolumeUse use, boolean readOnly, Map<String, String> context) {
    public PublishVolume {
        context = Map.copyOf(context);
    }

    Contender contender() {
        VolumeContext issued = VolumeContext.of(context);
        return new Contender(
                node,
                AccessClass.of(use.mode()),
                readOnly || use.mode().readOnly(),
                issued.options().isImpatient(),
                issued.migrationTimeout());
    }
}
