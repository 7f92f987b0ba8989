package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.volume.VolumeId;
import java.nio.file.Path;

/** NodeGetVolumeStats. {@code volumePath} is where the volume was staged or published. */
public record MeasureVolume(VolumeId volume, Path volumePath) {}
