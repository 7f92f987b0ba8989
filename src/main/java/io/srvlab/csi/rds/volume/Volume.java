package io.srvlab.csi.rds.volume;

import java.util.List;
import java.util.Map;

/** A volume as CSI shows it. {@code context} is the immutable volume_context; {@code publishedOn} the nodes that hold it. */
public record Volume(VolumeId id, Capacity capacity, Map<String, String> context, List<NodeName> publishedOn) {
    public Volume {
        context = Map.copyOf(context);
        publishedOn = List.copyOf(publishedOn);
    }
}
