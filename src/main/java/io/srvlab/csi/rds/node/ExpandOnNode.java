package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.VolumeId;
import java.nio.file.Path;

/** NodeExpandVolume. {@code volumePath} is where the volume was staged or published; {@code required} may be zero. */
public record ExpandOnNode(VolumeId volume, Path volumePath, Capacity required) {}
