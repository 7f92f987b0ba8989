package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.volume.CapacityRange;
import io.srvlab.csi.rds.volume.VolumeId;
import io.srvlab.csi.rds.volume.VolumeUse;
import java.util.List;
import java.util.Map;

/** A volume that is wanted: its name, the sizes asked for (required 0: none), its uses, its StorageClass's parameters. */
public record CreateVolume(VolumeId volume, CapacityRange sizes, List<VolumeUse> uses, Map<String, String> parameters) {
    public CreateVolume {
        uses = List.copyOf(uses);
        parameters = Map.copyOf(parameters);
    }
}
