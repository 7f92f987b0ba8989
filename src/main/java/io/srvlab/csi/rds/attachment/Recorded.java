package io.srvlab.csi.rds.attachment;

import io.srvlab.csi.rds.attachment.Attachment.Holder;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is on record for one volume at one moment.
 *
 * @param version names this state of the PersistentVolume to a later write; empty when no PersistentVolume has the volume
 * @param attached nodes whose VolumeAttachment says attached, also one that is being deleted
 * @param requested nodes that have a VolumeAttachment at all
 * @param size what the PersistentVolume says the volume has; 0 when nothing does
 */
public record Recorded(
        VolumeId volume,
        Attachment attachment,
        String version,
        Set<NodeName> attached,
        Set<NodeName> requested,
        Capacity size) {
    private static final Capacity UNKNOWN = new Capacity(0);

    public Recorded {
        attached = Set.copyOf(attached);
        requested = Set.copyOf(requested);
    }

    /** Nothing says how large it is. */
    public Recorded(
            VolumeId volume, Attachment attachment, String version, Set<NodeName> attached, Set<NodeName> requested) {
        this(volume, attachment, version, attached, requested, UNKNOWN);
    }

    public static Recorded nothing(VolumeId volume) {
        return new Recorded(volume, Attachment.NOBODY, "", Set.of(), Set.of());
    }

    /**
     * Who holds the volume: those that our own record names, or, while it names nobody (a volume that another driver attached),
     * those whose VolumeAttachment says attached; these hold it in the way in which it is asked for now.
     */
    public Attachment standing(AccessClass assumed) {
        List<Holder> strangers = strangers().stream()
                .map(node -> new Holder(node, false, Instant.EPOCH))
                .toList();
        if (attachment.isHeld() || strangers.isEmpty()) {
            return attachment;
        }
        if (strangers.size() > Attachment.MAX_HOLDERS) {
            throw new Failure.Conflict(
                    "volume " + volume + " has attached VolumeAttachments of "
                            + strangers().size() + " nodes: " + strangers(),
                    "delete all but one of its pods");
        }
        AccessClass access = strangers.size() > 1 ? AccessClass.MULTI_NODE : assumed;
        return new Attachment(access, strangers, attachment.generation(), Migration.NONE, attachment.detachedAt());
    }

    /** Everybody who may have access, for whoever must not disturb them. */
    public List<NodeName> holders() {
        Set<NodeName> all = new TreeSet<>(attached);
        all.addAll(attachment.nodes());
        return List.copyOf(all);
    }

    /** Nodes with a VolumeAttachment that says attached, of which our own record knows nothing. */
    Set<NodeName> strangers() {
        Set<NodeName> strangers = new TreeSet<>(attached);
        attachment.nodes().forEach(strangers::remove);
        return strangers;
    }

    /** Holders whose VolumeAttachment went away without an unpublish, once it can no longer be just about to appear. */
    public List<NodeName> abandoned(Instant now, Duration grace) {
        return attachment.holders().stream()
                .filter(holder -> !requested.contains(holder.node()))
                .filter(holder -> !holder.since().plus(grace).isAfter(now))
                .map(Holder::node)
                .toList();
    }
}
