package io.srvlab.csi.rds.rds;

import io.srvlab.csi.rds.routeros.Match;
import io.srvlab.csi.rds.volume.Generation;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.Locale;

/**
 * What makes a disk provably ours: {@code rds-csi:<owner>:<volume id>} at the head of its comment. Further fields may follow
 * after a colon, an administrator's own words after a semicolon. No blank and no equals sign, so that no console's wrapping
 * can change it. The fields, each if it applies and in this order: {@code nqn-<12 digits>} on a volume whose NQN was rotated;
 * {@code fresh-<token>} on one that nobody has used, or that is to be formatted once more; {@code gen-<number>}, the generation of
 * the last change of its export, without which that is 0. The NQN has to stand there because a device shows it only while the
 * export is on.
 */
record OwnerMark(String owner, VolumeId volume) {
    /** How every mark begins, whoever the owner. */
    static final String PREFIX = "rds-csi:";

    static final String FRESH = ":fresh-";
    private static final int GENERATION_LENGTH = 16;
    static final int FRESH_LENGTH = FRESH.length() + GENERATION_LENGTH;

    static final String NUMBER = ":gen-";

    static final String ROTATED = ":nqn-";
    private static final int ROTATION_LENGTH = 12;
    static final int ROTATED_LENGTH = ROTATED.length() + ROTATION_LENGTH;

    /** The number of the rotation that a generation makes, always of one length. */
    static String rotation(long generation) {
        return String.format(Locale.ROOT, "%0" + ROTATION_LENGTH + "d", generation);
    }

    /** Comments of this volume that say its NQN was rotated; the number stands from {@link #rotationStart()} on. */
    Match rotated() {
        return Match.regex(
                "comment", "^" + Match.literally(comment() + ROTATED) + "[0-9]".repeat(ROTATION_LENGTH) + "(:|;|$)");
    }

    int rotationStart() {
        return comment().length() + ROTATED.length();
    }

    int rotatedLength() {
        return comment().length() + ROTATED_LENGTH;
    }

    /** How a generation stands in a comment; the first one does not. */
    static String generationField(long generation) {
        return generation == 0 ? "" : NUMBER + generation;
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

    /** The comment of a disk that was lost with its own, so that a change is next that knows it where the record is. */
    String restored(ExportTurn turn, boolean rotate) {
        String rotated = rotate ? ROTATED + rotation(turn.next()) : "";
        return comment() + rotated + generationField(turn.expected());
    }

    /** Comments of this volume at just this generation. */
    Match at(long generation) {
        String head = head() + "(" + FRESH + token() + ")?";
        return generation == 0
                ? match().and(Match.regex("comment", head + NUMBER + "[0-9]+(:|;|$)")
                        .negated())
                : Match.regex("comment", head + generationField(generation) + "(:|;|$)");
    }

    /** The same of a volume that counts as used. */
    Match usedAt(long generation) {
        return at(generation)
                .and(Match.regex("comment", head() + FRESH + token()).negated());
    }

    /** The same of one that is marked as never used under just this token. */
    Match freshAt(Generation fresh, long generation) {
        return Match.regex("comment", head() + FRESH + fresh + generationField(generation) + "(:|;|$)");
    }

    /** The same of one whose NQN was rotated at just this generation. */
    Match rotatedAt(long generation) {
        return Match.regex(
                "comment",
                "^" + Match.literally(comment()) + ROTATED + rotation(generation) + generationField(generation)
                        + "(:|;|$)");
    }

    /** The mark, rotated or not. */
    private String head() {
        return "^" + Match.literally(comment()) + "(" + ROTATED + "[0-9]".repeat(ROTATION_LENGTH) + ")?";
    }

    private static String token() {
        return "[0-9a-f]".repeat(GENERATION_LENGTH);
    }

    Match match() {
        return Match.regex("comment", "^" + Match.literally(comment()) + "(:|;|$)");
    }

    static Match none() {
        return Match.regex("comment", "^" + Match.literally(PREFIX)).negated();
    }
}
