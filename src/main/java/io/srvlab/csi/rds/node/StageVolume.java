package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.volume.ConnectOptions;
import io.srvlab.csi.rds.volume.Generation;
import io.srvlab.csi.rds.volume.NvmeTarget;
import io.srvlab.csi.rds.volume.VolumeId;
import io.srvlab.csi.rds.volume.VolumeUse;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** NodeStageVolume. */
public record StageVolume(
        VolumeId volume, NvmeTarget target, ConnectOptions options, VolumeUse use, Path stagingPath, Granted granted) {

    /**
     * What the controller grants with it. {@code fresh} is the generation of a volume that nobody has used before, by the
     * controller's word; only then may a blank device be formatted. {@code generation} is that of its holders, or zero.
     */
    public record Granted(@Nullable Generation fresh, long generation) {}
}
