package io.srvlab.csi.rds.rds;

import io.srvlab.csi.rds.routeros.Match;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What makes a disk provably ours: {@code rds-csi:<owner>:<volume id>} at the head of its comment. Further fields may follow
 * after a colon, an administrator's own words after a semicolon. No blank and no equals sign, so that no console's wrapping
 * can change it.
 */
record OwnerMark(String owner, VolumeId volume) {
    /** How every mark begins, whoever the owner. */
    static final String PREFIX = "rds-csi:";

    private static final Pattern MARK =
            Pattern.compile("rds-csi:([A-Za-z0-9._-]{1,64}):([A-Za-z0-9][A-Za-z0-9-]{0,127})(:[^;]*)?(;.*)?");

    /** The mark in a comment. A comment that only begins like one names nobody we know, so it is never ours either. */
    static Optional<OwnerMark> in(String comment) {
        Matcher mark = MARK.matcher(comment);
        return mark.matches()
                ? Optional.of(new OwnerMark(mark.group(1), new VolumeId(mark.group(2))))
                : Optional.empty();
    }

    static boolean isMarked(String comment) {
        return comment.startsWith(PREFIX);
    }

    String comment() {
        return PREFIX + owner + ":" + volume;
    }

    Match match() {
        return Match.regex("comment", "^" + Match.literally(comment()) + "(:|;|$)");
    }

    static Match anyOf(String owner) {
        return Match.regex("comment", "^" + Match.literally(PREFIX + owner) + ":");
    }

    static Match none() {
        return Match.regex("comment", "^" + Match.literally(PREFIX)).negated();
    }
}
