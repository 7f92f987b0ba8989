package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.volume.VolumeId;
import io.srvlab.csi.rds.volume.VolumeUse;
import java.nio.file.Path;

/** NodePublishVolume. */
public record PublishOnNode(VolumeId volume, VolumeUse use, Path stagingPath, Path targetPath, boolean readOnlyAsked) {
    /** Read-only because the pod asks for it or because the access mode allows nothing else. */
    public boolean readOnly() {
        return readOnlyAsked || use.mode().readOnly();
    }
}
