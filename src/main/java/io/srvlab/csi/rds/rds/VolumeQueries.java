package io.srvlab.csi.rds.rds;

import io.srvlab.csi.rds.routeros.Match;
import io.srvlab.csi.rds.routeros.Query;
import io.srvlab.csi.rds.volume.Nqn;
import io.srvlab.csi.rds.volume.VolumeId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Which disks and files on the box belong to one volume, as conditions that the device itself evaluates. A script repeats them
 * many times, so those that all scripts use are written once.
 */
final class VolumeQueries {
    static final String DISK = "/disk";
    static final String FILE = "/file";

    private static final String[] PROPERTIES = {
        "slot",
        "type",
        "size",
        "file-path",
        "comment",
        "mount-filesystem",
        "nvme-tcp-export",
        "nvme-tcp-server-port",
        "nvme-tcp-server-nqn",
        "nvme-tcp-server-allow-host-name"
    };

    private final StorageSettings settings;
    private final VolumeId volume;
    private final OwnerMark mark;
    private final String shortSlot;
    private final String ownFile;
    private final Match unmarked;
    private final Match mine;

    VolumeQueries(StorageSettings settings, VolumeId volume) {
        this.settings = settings;
        this.volume = volume;
        this.mark = new OwnerMark(settings.owner(), volume);
        this.shortSlot =
                "pvc-" + HexFormat.of().formatHex(sha256(volume.value())).substring(0, 28);
        this.ownFile = "^/?" + Match.literally(settings.volumePath().substring(1)) + "/([^/]+/)*"
                + Match.literally(volume.value()) + "[.]img$";
        this.unmarked = Match.equal("slot", volume.value())
                .and(OwnerMark.none())
                .and(ownPath())
                .and(Match.equal("nvme-tcp-server-nqn", Nqn.of(volume).value()));
        this.mine = mark.match().or(unmarked);
    }

    StorageSettings settings() {
        return settings;
    }

    VolumeId volume() {
        return volume;
    }

    OwnerMark mark() {
        return mark;
    }

    /** The slot for a device that cannot hold the id: unknown U2, one field report says 32 characters. */
    String shortSlot() {
        return shortSlot;
    }

    /** Ours by our mark, or, without any mark, by slot, path and NQN together (a volume of the prior driver). */
    Match mine() {
        return mine;
    }

    Match unmarked() {
        return unmarked;
    }

    Match ownPath() {
        return Match.regex("file-path", ownFile());
    }

    /** The volume's image anywhere below the volume path; devices print paths with and without the leading slash. */
    String ownFile() {
        return ownFile;
    }

    private Match ownSlots() {
        return Match.equal("slot", volume.value()).or(Match.equal("slot", shortSlot()));
    }

    Query inOwnSlots() {
        return Query.in(DISK, ownSlots());
    }

    Query minesDisks() {
        return Query.in(DISK, mine());
    }

    /** What our disks and whatever sits in our slots look like. */
    Query shown() {
        return Query.in(DISK, mine.or(ownSlots())).only(PROPERTIES);
    }

    /**
     * Disks that would be exported under this volume's NQN, exported now or not, where none of them is ours. An id with a lower-case UUID
     * of its own has no twin in other letters; for it, and for the rest, the target itself tells what is exported.
     */
    Query twins() {
        if (volume.isProvisioned()) {
            return Query.in(DISK, ownNqn());
        }
        String anyCase = Match.literallyIgnoringCase(volume.value());
        Match twin = Match.regex("slot", "^" + anyCase + "$")
                .or(Match.regex("comment", "^rds-csi:[^:]+:" + anyCase + "(:|;|$)"))
                .or(ownNqn());
        return Query.in(DISK, twin);
    }

    /** Other disks that are exported under this volume's NQN. */
    Query sameNqn() {
        return Query.in(DISK, ownNqn().and(mine().negated()));
    }

    /** The volume's NQN, rotated or not. */
    Match ownNqn() {
        return Match.regex(
                "nvme-tcp-server-nqn", "^" + Match.literally(Nqn.of(volume).value()) + "([.]g[0-9]+)?$");
    }

    Query files() {
        return Query.in(FILE, Match.regex("name", ownFile()));
    }

    /** Every file disk of the pool, whoever made it. */
    static Query pool(StorageSettings settings) {
        return Query.in(DISK, Match.equal("type", "file").and(onPool(settings))).only(PROPERTIES);
    }

    static Match onPool(StorageSettings settings) {
        return Match.regex("file-path", "^/?" + Match.literally(settings.pool()) + "/");
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
