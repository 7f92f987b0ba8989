package io.srvlab.csi.rds.attachment;

import io.srvlab.csi.rds.volume.NodeName;
import java.util.List;

/** What letting go of a volume means. */
public sealed interface ReleaseDecision {
    /** The node does not have it: nothing to do. */
    record NotHeld() implements ReleaseDecision {}

    /** Some or all holders let go; {@code next} names those that stay. */
    record Leave(Attachment before, Attachment next, List<NodeName> leaving) implements ReleaseDecision {
        public Leave {
            leaving = List.copyOf(leaving);
        }
    }
}
