package io.srvlab.csi.rds.attachment;

import io.srvlab.csi.rds.volume.NodeName;
import java.util.List;

/** What letting go of a volume means. */
public sealed interface ReleaseDecision {
    /** The node does not have it: nothing to do. */
    record NotHeld() implements ReleaseDecision {}

    /** One of two nodes lets go: the migration is over, the export stays. */
    record Leave(Attachment next, Attachment.Holder leaving, Attachment.Holder remaining) implements ReleaseDecision {}

    /** Nobody is to have it any more: the export goes. */
    record Clear(List<NodeName> leaving) implements ReleaseDecision {
        public Clear {
            leaving = List.copyOf(leaving);
        }
    }
}
