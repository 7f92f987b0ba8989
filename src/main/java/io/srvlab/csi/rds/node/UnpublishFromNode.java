package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.volume.VolumeId;
import java.nio.file.Path;

/** NodeUnpublishVolume. */
public record UnpublishFromNode(VolumeId volume, Path targetPath) {}
