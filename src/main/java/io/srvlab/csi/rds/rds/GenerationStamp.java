package io.srvlab.csi.rds.rds;

import static io.srvlab.csi.rds.routeros.Expression.number;
import static io.srvlab.csi.rds.routeros.Expression.string;
import static io.srvlab.csi.rds.routeros.Expression.valueIn;
import static io.srvlab.csi.rds.routeros.Expression.variable;
import static io.srvlab.csi.rds.routeros.Statement.all;
import static io.srvlab.csi.rds.routeros.Statement.assign;
import static io.srvlab.csi.rds.routeros.Statement.fail;
import static io.srvlab.csi.rds.routeros.Statement.forEach;
import static io.srvlab.csi.rds.routeros.Statement.let;
import static io.srvlab.csi.rds.routeros.Statement.run;
import static io.srvlab.csi.rds.routeros.Statement.show;
import static io.srvlab.csi.rds.routeros.Statement.when;

import io.srvlab.csi.rds.routeros.Command;
import io.srvlab.csi.rds.routeros.Expression;
import io.srvlab.csi.rds.routeros.Match;
import io.srvlab.csi.rds.routeros.Query;
import io.srvlab.csi.rds.routeros.Statement;
import io.srvlab.csi.rds.volume.Generation;

/**
 * Compare and set of a disk's generation, which stands in its comment. The comparison ends the script before anything is
 * changed; the setting comes before the change that it covers, so that whatever is late finds itself outdated.
 */
record GenerationStamp(VolumeQueries queries, ExportTurn turn) {
    /** Ends a script that expected another generation, after showing the disk. */
    static final String OUTDATED = "generation";

    static final String NOW = "now";

    private static final Expression MINE = variable("mine");
    private static final Expression TEXT = variable("text");
    private static final Expression END = variable("end");

    Statement compare() {
        Match accepted = queries.mark().at(turn.expected()).or(queries.mark().at(turn.next()));
        Match stands = turn.next() == turn.expected() ? queries.mark().at(turn.next()) : accepted;
        return when(
                MINE.length()
                        .greaterThan(number(0))
                        .and(Query.in(VolumeQueries.DISK, stands).count().equalTo(number(0))),
                show(NOW, queries.shown()),
                fail(OUTDATED));
    }

    /** What the comment is to say besides the generation. */
    enum Use {
        /** As before. */
        SAME,
        /** The volume counts as used. */
        USED,
        /** And its NQN is rotated. */
        ROTATED
    }

    /** Writes the next generation; an administrator's words stay. */
    Statement set(Use use) {
        OwnerMark mark = queries.mark();
        return switch (use) {
            case SAME -> unless(mark.at(turn.next()), rewrite(mark, true, true, ""));
            case USED -> unless(mark.usedAt(turn.next()), rewrite(mark, true, false, ""));
            case ROTATED ->
                unless(
                        mark.rotatedAt(turn.next()),
                        rewrite(mark, false, false, OwnerMark.ROTATED + OwnerMark.rotation(turn.next())));
        };
    }

    /** Writes the next generation, which is not the first, and the volume counts as never used from now on. */
    Statement renew(Generation fresh) {
        OwnerMark mark = queries.mark();
        return unless(mark.freshAt(fresh, turn.next()), rewrite(mark, true, false, OwnerMark.FRESH + fresh));
    }

    private Statement unless(Match done, Statement rewrite) {
        Query waiting = Query.in(VolumeQueries.DISK, queries.mark().match().and(done.negated()));
        return forEach("c", waiting.only("comment").values(), rewrite);
    }

    private Statement rewrite(OwnerMark mark, boolean keepRotation, boolean keepFresh, String added) {
        return all(
                let("text", valueIn("c", "comment")),
                let("end", number(mark.comment().length())),
                let("head", string(mark.comment())),
                field(OwnerMark.ROTATED, OwnerMark.ROTATED_LENGTH, keepRotation),
                field(OwnerMark.FRESH, OwnerMark.FRESH_LENGTH, keepFresh),
                added.isEmpty() ? all() : assign("head", variable("head").followedBy(string(added))),
                let("fields", END),
                skip(turn.expected()),
                skip(turn.next()),
                let("whole", variable("head").followedBy(string(OwnerMark.generationField(turn.next())))),
                when(
                        TEXT.length().greaterThan(END),
                        assign("whole", variable("whole").followedBy(TEXT.between(END, TEXT.length())))),
                run(Command.of("/disk/set").on(MINE).with("comment", variable("whole"))));
    }

    /** The next field, of known length, if it is that one: taken over, or only passed over. */
    private static Statement field(String name, int length, boolean kept) {
        return when(
                TEXT.between(END, END.plus(number(name.length()))).equalTo(string(name)),
                assign("end", END.plus(number(length))),
                kept ? assign("head", TEXT.between(number(0), END)) : all());
    }

    /** Moves the end of our fields behind this generation's, if it stands there. */
    private static Statement skip(long generation) {
        String field = OwnerMark.generationField(generation);
        Expression behind = variable("fields").plus(number(field.length()));
        return field.isEmpty()
                ? all()
                : when(TEXT.between(variable("fields"), behind).equalTo(string(field)), assign("end", behind));
    }
}
