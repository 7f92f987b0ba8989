package io.srvlab.csi.rds.attachment;

import io.srvlab.csi.rds.attachment.Attachment.Holder;
import io.srvlab.csi.rds.volume.NodeName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who may hold a volume, decided from what is on record and nothing else. There is no time after which a second node may take a
 * volume over: only the holder's own release, or its fencing, makes room. {@code grace} delays how soon a holder counts as
 * abandoned, and never grants anything.
 */
public record AttachmentPolicy(Duration grace) {
    public PublishDecision onPublish(Recorded recorded, Contender contender, Instant now) {
        Attachment held = recorded.standing(contender.access());
        Optional<Holder> same = recorded.attachment().holder(contender.node());
        if (same.isPresent()) {
            return again(held, same.get(), contender, now);
        }
        List<NodeName> abandoned = recorded.abandoned(now, grace);
        return abandoned.isEmpty() ? anew(recorded, held, contender, now) : new PublishDecision.DropFirst(abandoned);
    }

    public ReleaseDecision onRelease(Recorded recorded, NodeName node, Instant now) {
        Attachment held = recorded.standing(AccessClass.SINGLE_NODE);
        return held.holder(node).isPresent()
                ? new ReleaseDecision.Leave(held, held.without(node, now), List.of(node))
                : new ReleaseDecision.NotHeld();
    }

    /** Everybody lets go. */
    public ReleaseDecision onReleaseByAll(Recorded recorded, Instant now) {
        Attachment held = recorded.standing(AccessClass.SINGLE_NODE);
        Attachment next = held;
        for (NodeName node : held.nodes()) {
            next = next.without(node, now);
        }
        return held.isHeld() ? new ReleaseDecision.Leave(held, next, held.nodes()) : new ReleaseDecision.NotHeld();
    }

    private static PublishDecision again(Attachment held, Holder holder, Contender contender, Instant now) {
        if (held.access() != contender.access() || holder.readOnly() != contender.readOnly()) {
            return new PublishDecision.RefuseOtherUse(held);
        }
        boolean target = !held.nodes().getFirst().equals(contender.node());
        return target && held.migration().isOverdue(now)
                ? new PublishDecision.RefuseOverdue(held)
                : new PublishDecision.AlreadyHeld(held);
    }

    private static PublishDecision anew(Recorded recorded, Attachment held, Contender contender, Instant now) {
        List<NodeName> others = recorded.holders().stream()
                .filter(node -> !node.equals(contender.node()))
                .toList();
        if (others.isEmpty()) {
            return new PublishDecision.Grant(recorded.attachment().givenTo(contender, now));
        }
        if (held.access() == AccessClass.SINGLE_NODE || contender.access() == AccessClass.SINGLE_NODE) {
            return new PublishDecision.RefuseHeld(others.getFirst());
        }
        if (held.migration().isOverdue(now)) {
            return new PublishDecision.RefuseOverdue(held);
        }
        return others.size() < Attachment.MAX_HOLDERS
                ? new PublishDecision.Join(joined(held, contender, now), others.getFirst())
                : new PublishDecision.RefuseFull(held);
    }

    /** A node that another driver attached stands among the holders already. */
    private static Attachment joined(Attachment held, Contender contender, Instant now) {
        return held.without(contender.node(), now).joinedBy(contender, now);
    }
}
