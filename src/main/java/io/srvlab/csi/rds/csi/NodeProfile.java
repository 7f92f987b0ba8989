package io.srvlab.csi.rds.csi;

import io.srvlab.csi.rds.volume.NodeName;

/** What a node says about itself; {@code maxVolumes} 0 sets no limit. */
public record NodeProfile(NodeName node, long maxVolumes) {
    public NodeProfile {
        if (maxVolumes < 0) {
            throw new IllegalArgumentException(
                    "rds-csi.max-volumes-per-node is " + maxVolumes + "; use 0 for no limit");
        }
    }
}
