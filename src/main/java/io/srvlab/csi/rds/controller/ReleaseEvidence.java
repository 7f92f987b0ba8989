package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.attachment.NodeState;
import io.srvlab.csi.rds.volume.VolumeId;

/** What is known about a node that is to let a volume go, the best first. */
enum ReleaseEvidence {
    /** It is ready and says that it does not use the volume. */
    CLEAN,
    /** An administrator says that the machine is off. */
    MACHINE_OFF,
    /** Nothing: it may be writing. That there is no Node object any more proves nothing. */
    NONE;

    static ReleaseEvidence of(NodeState state, VolumeId volume) {
        return switch (state) {
            case NodeState.Absent() -> NONE;
            case NodeState.Present present when present.outOfService() -> MACHINE_OFF;
            case NodeState.Present present
            when present.ready() && !present.inUse().contains(volume) -> CLEAN;
            case NodeState.Present present -> NONE;
        };
    }

    ReleaseEvidence worse(ReleaseEvidence other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
