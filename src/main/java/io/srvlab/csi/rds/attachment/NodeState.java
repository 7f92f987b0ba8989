package io.srvlab.csi.rds.attachment;

import io.srvlab.csi.rds.volume.VolumeId;
import java.util.Set;

/** What the cluster says about a node. */
public sealed interface NodeState {
    /** There is no such Node object. That alone is no proof that the machine is off. */
    record Absent() implements NodeState {}

    /**
     * There is one.
     *
     * @param outOfService an administrator has tainted it with node.kubernetes.io/out-of-service: the machine is off
     * @param inUse our volumes in its status.volumesInUse
     */
    record Present(boolean ready, boolean outOfService, Set<VolumeId> inUse) implements NodeState {
        public Present {
            inUse = Set.copyOf(inUse);
        }
    }
}
