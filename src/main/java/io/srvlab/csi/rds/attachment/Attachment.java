package io.srvlab.csi.rds.attachment;

import io.srvlab.csi.rds.volume.NodeName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who holds a volume, the first holder first; one node, or two while a multi-node volume migrates.
 *
 * @param generation counts the changes; each change has the next number, and names it to the device
 * @param detachedAt when the last holder let go; the epoch when nobody ever did
 */
public record Attachment(
        AccessClass access, List<Holder> holders, long generation, Migration migration, Instant detachedAt) {
    /** The source and the target of one live migration. */
    public static final int MAX_HOLDERS = 2;

    /** Nobody holds the volume, and nobody ever did. */
    public static final Attachment NOBODY =
            new Attachment(AccessClass.SINGLE_NODE, List.of(), 0, Migration.NONE, Instant.EPOCH);

    /**
     * A node that was given the volume, and since when.
     *
     * @param impatient whether its reads and writes fail when the export is away for a moment
     */
    public record Holder(NodeName node, boolean readOnly, boolean impatient, Instant since) {
        public Holder(NodeName node, boolean readOnly, Instant since) {
            this(node, readOnly, false, since);
        }
    }

    public Attachment {
        holders = List.copyOf(holders);
        if (holders.size() > (access == AccessClass.SINGLE_NODE ? 1 : MAX_HOLDERS)) {
            throw new IllegalArgumentException(access + " volume with holders " + holders);
        }
    }

    /** The contender alone, and nobody else any more. */
    Attachment givenTo(Contender contender, Instant now) {
        return new Attachment(
                contender.access(), List.of(held(contender, now)), generation, Migration.NONE, detachedAt);
    }

    /** The contender beside the first holder: a live migration begins. */
    Attachment joinedBy(Contender contender, Instant now) {
        return new Attachment(
                access,
                Stream.concat(holders.stream(), Stream.of(held(contender, now))).toList(),
                generation,
                new Migration(now, contender.migrationTimeout()),
                detachedAt);
    }

    Attachment without(NodeName node, Instant now) {
        List<Holder> rest =
                holders.stream().filter(holder -> !holder.node().equals(node)).toList();
        return new Attachment(access, rest, generation, Migration.NONE, rest.isEmpty() ? now : detachedAt);
    }

    public Attachment withGeneration(long changed) {
        return new Attachment(access, holders, changed, migration, detachedAt);
    }

    public Optional<Holder> holder(NodeName node) {
        return holders.stream().filter(holder -> holder.node().equals(node)).findFirst();
    }

    public List<NodeName> nodes() {
        return holders.stream().map(Holder::node).toList();
    }

    /** Whether one of them would lose writes while the export is away for a moment. */
    public boolean isImpatient() {
        return holders.stream().anyMatch(Holder::impatient);
    }

    public boolean isHeld() {
        return !holders.isEmpty();
    }

    private static Holder held(Contender contender, Instant now) {
        return new Holder(contender.node(), contender.readOnly(), contender.impatient(), now);
    }
}
