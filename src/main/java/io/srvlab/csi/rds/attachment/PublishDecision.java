package io.srvlab.csi.rds.attachment;

import io.srvlab.csi.rds.volume.NodeName;
import java.util.List;

/** What becomes of a node's wish for a volume. */
public sealed interface PublishDecision {
    /** The node has it already, in just this way. */
    record AlreadyHeld(Attachment held) implements PublishDecision {}

    /** Nobody has it: the node gets it. */
    record Grant(Attachment next) implements PublishDecision {}

    /** The node becomes the second holder of a multi-node volume: a live migration begins. */
    record Join(Attachment next, NodeName source) implements PublishDecision {}

    /** Some of its holders are no longer known to the cluster: they have to be fenced and dropped first. */
    record DropFirst(List<NodeName> abandoned) implements PublishDecision {
        public DropFirst {
            abandoned = List.copyOf(abandoned);
        }
    }

    /** The node has it, but in another way than it asks for now. */
    record RefuseOtherUse(Attachment held) implements PublishDecision {}

    /** Another node has it, and it cannot be shared. */
    record RefuseHeld(NodeName holder) implements PublishDecision {}

    /** Two nodes have it. */
    record RefuseFull(Attachment held) implements PublishDecision {}

    /** Two nodes have it for longer than the migration between them may take. */
    record RefuseOverdue(Attachment held) implements PublishDecision {}
}
