package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.volume.VolumeId;
import java.nio.file.Path;

/** NodeUnstageVolume. */
public record UnstageVolume(VolumeId volume, Path stagingPath) {}
