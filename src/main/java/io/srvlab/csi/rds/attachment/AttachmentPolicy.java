package io.srvlab.csi.rds.attachment;

import io.srvlab.csi.rds.attachment.Attachment.Holder;
import io.srvlab.csi.rds.volume.NodeName;
import java.time.Instant;
import java.util.List;

/**
 * Who may hold a volume, decided from what is recorded and nothing else. There is no grace period in which a second node may
 * take a volume over: only the holder's own release, seen here, makes room.
 */
public final class AttachmentPolicy {
    private AttachmentPolicy() {}

    public static PublishDecision onPublish(Attachment held, Contender contender, Instant now) {
        return held.holder(contender.node())
                .map(holder -> again(held, holder, contender))
                .orElseGet(() -> anew(held, contender, now));
    }

    public static ReleaseDecision onRelease(Attachment held, NodeName node) {
        return held.holder(node)
                .map(leaving -> leave(held.without(node), leaving))
                .orElseGet(ReleaseDecision.NotHeld::new);
    }

    /** Everybody lets go; also when nobody is recorded, so that the export goes for certain. */
    public static ReleaseDecision onReleaseByAll(Attachment held) {
        return new ReleaseDecision.Clear(held.nodes());
    }

    private static PublishDecision again(Attachment held, Holder holder, Contender contender) {
        return held.access() == contender.access() && holder.readOnly() == contender.readOnly()
                ? new PublishDecision.AlreadyHeld()
                : new PublishDecision.RefuseOtherUse(held);
    }

    private static PublishDecision anew(Attachment held, Contender contender, Instant now) {
        if (!held.isHeld()) {
            return new PublishDecision.Grant(Attachment.first(contender, now));
        }
        NodeName first = held.nodes().getFirst();
        if (held.access() == AccessClass.SINGLE_NODE || contender.access() == AccessClass.SINGLE_NODE) {
            return new PublishDecision.RefuseHeld(first);
        }
        return held.holders().size() < Attachment.MAX_HOLDERS
                ? new PublishDecision.Join(held.joinedBy(contender, now), first)
                : new PublishDecision.RefuseFull(held.nodes());
    }

    private static ReleaseDecision leave(Attachment next, Holder leaving) {
        return next.isHeld()
                ? new ReleaseDecision.Leave(next, leaving, next.holders().getFirst())
                : new ReleaseDecision.Clear(List.of(leaving.node()));
    }
}
