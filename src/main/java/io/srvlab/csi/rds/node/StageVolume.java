package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.volume.ConnectOptions;
import io.srvlab.csi.rds.volume.NvmeTarget;
import io.srvlab.csi.rds.volume.VolumeId;
import io.srvlab.csi.rds.volume.VolumeUse;
import java.nio.file.Path;

/**
 * NodeStageVolume. {@code fresh} is the mark that the volume is not known to have been used before; only then may a blank
 * device be formatted.
 */
public record StageVolume(
        VolumeId volume, NvmeTarget target, ConnectOptions options, VolumeUse use, Path stagingPath, boolean fresh) {}
