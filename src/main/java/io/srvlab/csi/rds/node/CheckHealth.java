package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.volume.VolumeId;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** NodeGetVolumeHealth. {@code at} is where the volume was staged or published, if the caller says so. */
public record CheckHealth(VolumeId volume, @Nullable Path at) {}
