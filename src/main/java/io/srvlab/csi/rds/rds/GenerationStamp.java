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
        if (turn.next() == 0) {
            return use == Use.SAME ? all() : retire(mark);
        }
        Match done = switch (use) {
            case SAME -> mark.at(turn.next());
            case USED -> mark.usedAt(turn.next());
            case ROTATED -> mark.rotatedAt(turn.next());
        };
        Query waiting = Query.in(VolumeQueries.DISK, mark.match().and(done.negated()));
        return forEach("c", waiting.only("comment").values(), rewrite(mark, use));
    }

    private Statement rewrite(OwnerMark mark, Use use) {
        int length = mark.comment().length();
        String rotation = use == Use.ROTATED ? OwnerMark.ROTATED + OwnerMark.rotation(turn.next()) : "";
        return all(
                let("text", valueIn("c", "comment")),
                let("end", number(length)),
                let("head", string(mark.comment() + rotation)),
                field(length, OwnerMark.FRESH, mark.freshLength(), use == Use.SAME),
                field(length, OwnerMark.ROTATED, mark.rotatedLength(), use != Use.ROTATED),
                let("fields", END),
                skip(turn.expected()),
                skip(turn.next()),
                let("whole", variable("head").followedBy(string(OwnerMark.generationField(turn.next())))),
                when(
                        TEXT.length().greaterThan(END),
                        assign("whole", variable("whole").followedBy(TEXT.between(END, TEXT.length())))),
                run(Command.of("/disk/set").on(MINE).with("comment", variable("whole"))));
    }

    /** The field of known length behind the mark, if it is that one: taken over, or only passed over. */
    private static Statement field(int start, String name, int end, boolean kept) {
        return when(
                TEXT.between(number(start), number(start + name.length())).equalTo(string(name)),
                assign("end", number(end)),
                kept ? assign("head", TEXT.between(number(0), number(end))) : all());
    }

    /** Moves the end of our fields behind this generation's, if it stands there. */
    private static Statement skip(long generation) {
        String field = OwnerMark.generationField(generation);
        Expression behind = variable("fields").plus(number(field.length()));
        return generation == 0
                ? all()
                : when(TEXT.between(variable("fields"), behind).equalTo(string(field)), assign("end", behind));
    }

    /** Takes the mark of freshness out of the comment and leaves what follows it. */
    private Statement retire(OwnerMark mark) {
        Query plain = Query.in(VolumeQueries.DISK, mark.freshOnly());
        Query worded = Query.in(VolumeQueries.DISK, mark.freshAndMore()).only("comment");
        Expression rest = valueIn("w", "comment").from(mark.freshLength());
        return all(
                when(plain.count().greaterThan(number(0)), comment(string(mark.comment()))),
                forEach("w", worded.values(), comment(string(mark.comment()).followedBy(rest))));
    }

    private static Statement comment(Expression text) {
        return run(Command.of("/disk/set").on(MINE).with("comment", text));
    }
}
