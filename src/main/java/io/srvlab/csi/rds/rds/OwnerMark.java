package io.srvlab.csi.rds.rds;

import io.srvlab.csi.rds.routeros.Match;
import io.srvlab.csi.rds.volume.Generation;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What makes a disk provably ours: {@code rds-csi:<owner>:<volume id>} at the head of its comment. Further fields may follow
 * after a colon, an administrator's own words after a semicolon. No blank and no equals sign, so that no console's wrapping
 * can change it. The one field so far is {@code fresh-<generation>}, first, on a volume that nobody has used.
 */
record OwnerMark(String owner, VolumeId volume) {
    /** How every mark begins, whoever the owner. */
    static final String PREFIX = "rds-csi:";

    private static final String MARK_HEAD = "rds-csi:([A-Za-z0-9._-]{1,64}):([A-Za-z0-9][A-Za-z0-9-]{0,127})";
    private static final Pattern MARK = Pattern.compile(MARK_HEAD + "(:[^;]*)?(;.*)?");

    private static final String FRESH = ":fresh-";
    private static final Pattern FRESH_MARK = Pattern.compile(MARK_HEAD + FRESH + "([0-9a-f]{16})([:;].*)?");
    private static final int GENERATION_LENGTH = 16;

    /** The mark in a comment. A comment that only begins like one names nobody we know, so it is never ours either. */
    static Optional<OwnerMark> in(String comment) {
        Matcher mark = MARK.matcher(comment);
        return mark.matches()
                ? Optional.of(new OwnerMark(mark.group(1), new VolumeId(mark.group(2))))
                : Optional.empty();
    }

    /** The generation of a disk that is marked as never used. */
    static Optional<Generation> freshIn(String comment) {
        Matcher mark = FRESH_MARK.matcher(comment);
        return mark.matches() ? Generation.in(mark.group(3)) : Optional.empty();
    }

    static boolean isMarked(String comment) {
        return comment.startsWith(PREFIX);
    }

    String comment() {
        return PREFIX + owner + ":" + volume;
    }

    /** The comment of a new volume. */
    String comment(Generation fresh) {
        return comment() + FRESH + fresh;
    }

    /** Comments of this volume that say it is fresh and nothing more. */
    Match freshOnly() {
        return Match.regex("comment", freshPattern() + "$");
    }

    /** Comments of this volume that say it is fresh, and more from {@link #freshLength()} on. */
    Match freshAndMore() {
        return Match.regex("comment", freshPattern() + "[:;]");
    }

    int freshLength() {
        return comment().length() + FRESH.length() + GENERATION_LENGTH;
    }

    private String freshPattern() {
        return "^" + Match.literally(comment() + FRESH) + "[0-9a-f]".repeat(GENERATION_LENGTH);
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
