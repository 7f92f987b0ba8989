package io.srvlab.csi.rds.rds;

import io.srvlab.csi.rds.routeros.Match;
import io.srvlab.csi.rds.routeros.Query;
import io.srvlab.csi.rds.volume.Nqn;
import io.srvlab.csi.rds.volume.VolumeId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Which disks and files on the box belong to one volume, as conditions that the device itself evaluates. */
record VolumeQueries(StorageSettings settings, VolumeId volume) {
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

    OwnerMark mark() {
        return new OwnerMark(settings.owner(), volume);
    }

    /** The slot for a device that cannot hold the id: unknown U2, one field report says 32 characters. */
    String shortSlot() {
        return "pvc-" + HexFormat.of().formatHex(sha256(volume.value())).substring(0, 28);
    }

    /** Ours by our mark, or, without any mark, by slot, path and NQN together (a volume of the prior driver). */
    Match mine() {
        return mark().match().or(unmarked());
    }

    Match unmarked() {
        return Match.equal("slot", volume.value())
                .and(OwnerMark.none())
                .and(ownPath())
                .and(Match.equal("nvme-tcp-server-nqn", Nqn.of(volume).value()));
    }

    Match ownPath() {
        return Match.regex("file-path", ownFile());
    }

    /** The volume's image anywhere below the volume path; devices print paths with and without the leading slash. */
    String ownFile() {
        return "^/?" + Match.literally(settings.volumePath().substring(1)) + "/([^/]+/)*"
                + Match.literally(volume.value()) + "[.]img$";
    }

    Match ownSlots() {
        return Match.equal("slot", volume.value()).or(Match.equal("slot", shortSlot()));
    }

    Query minesDisks() {
        return Query.in(DISK, mine());
    }

    /** What our disks and whatever sits in our slots look like. */
    Query shown() {
        return Query.in(DISK, mine().or(ownSlots())).only(PROPERTIES);
    }

    /**
     * Disks of other volumes that would be exported under this volume's NQN, exported now or not. An id with a lower-case UUID
     * of its own has no twin in other letters; for it, and for the rest, the target itself tells what is exported.
     */
    Query twins() {
        if (volume.isProvisioned()) {
            return sameNqn();
        }
        String anyCase = Match.literallyIgnoringCase(volume.value());
        Match twin = Match.regex("slot", "^" + anyCase + "$")
                .or(Match.regex("comment", "^rds-csi:[^:]+:" + anyCase + "(:|;|$)"))
                .or(ownNqn());
        return Query.in(DISK, twin.and(mine().negated()));
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
