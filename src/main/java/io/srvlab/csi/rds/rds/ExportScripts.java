package io.srvlab.csi.rds.rds;

import static io.srvlab.csi.rds.routeros.Expression.number;
import static io.srvlab.csi.rds.routeros.Expression.string;
import static io.srvlab.csi.rds.routeros.Expression.valueIn;
import static io.srvlab.csi.rds.routeros.Expression.variable;
import static io.srvlab.csi.rds.routeros.Statement.all;
import static io.srvlab.csi.rds.routeros.Statement.assign;
import static io.srvlab.csi.rds.routeros.Statement.attempt;
import static io.srvlab.csi.rds.routeros.Statement.fail;
import static io.srvlab.csi.rds.routeros.Statement.forEach;
import static io.srvlab.csi.rds.routeros.Statement.let;
import static io.srvlab.csi.rds.routeros.Statement.run;
import static io.srvlab.csi.rds.routeros.Statement.show;
import static io.srvlab.csi.rds.routeros.Statement.when;

import io.srvlab.csi.rds.rds.GenerationStamp.Use;
import io.srvlab.csi.rds.routeros.Command;
import io.srvlab.csi.rds.routeros.Expression;
import io.srvlab.csi.rds.routeros.Match;
import io.srvlab.csi.rds.routeros.Query;
import io.srvlab.csi.rds.routeros.Script;
import io.srvlab.csi.rds.routeros.Statement;
import io.srvlab.csi.rds.volume.Generation;
import io.srvlab.csi.rds.volume.Nqn;

/**
 * Who can reach one volume's disk: opening and closing its export. Every script compares and sets the disk's generation in the
 * same exec, before it changes anything.
 */
record ExportScripts(VolumeQueries queries, ExportTurn turn) {
    /** The device refuses another NQN for a disk that was exported before (unknown U21). */
    static final String NQN_FIXED = "nqn-fixed";

    private static final Expression MINE = variable("mine");
    private static final String NQN = "nvme-tcp-server-nqn";
    private static final String HOSTS = "nvme-tcp-server-allow-host-name";
    private static final String EXPORT = "nvme-tcp-export";

    /** The mark comes first: from then on the disk is provably ours, whatever happens to the rest. */
    Script open(ExportWish wish) {
        Query mountable = Query.in(VolumeQueries.DISK, queries.mine().and(Match.yes("mount-filesystem")));
        return Script.writing(
                "open-export",
                begin(),
                mark(wish),
                nqn(),
                when(
                        mountable.count().greaterThan(number(0)),
                        run(Command.of("/disk/set").on(MINE).with("mount-filesystem", "no"))),
                wish.cut() ? off() : all(),
                when(
                        asWished(wish)
                                .count()
                                .equalTo(number(0))
                                .and(MINE.length().greaterThan(number(0))),
                        DiskScripts.refuse(queries.sameNqn()),
                        on(wish)),
                show(DiskScripts.DISK, queries.shown()));
    }

    private Statement mark(ExportWish wish) {
        Generation fresh = wish.fresh();
        return fresh == null ? stamp().set(wish.used() ? Use.USED : Use.SAME) : stamp().renew(fresh);
    }

    /** What was given out once may have been used: the mark of freshness goes, and first. */
    Script close(boolean rotate) {
        return Script.writing(
                rotate ? "rotate-export" : "close-export",
                begin(),
                rotate ? rotation() : all(),
                stamp().set(rotate ? Use.ROTATED : Use.USED),
                off(),
                show(DiskScripts.DISK, queries.shown()));
    }

    private Statement begin() {
        return all(
                let("mine", queries.minesDisks().find()),
                when(MINE.length().equalTo(number(0)), DiskScripts.refuseForeign(queries)),
                DiskScripts.adopt(queries),
                stamp().compare());
    }

    /**
     * Before anything else is changed: where the device refuses it, the volume stays as it is. Where it is accepted and has no
     * effect, opening the export again fails.
     */
    private Statement rotation() {
        String rotated =
                Nqn.rotated(queries.volume(), OwnerMark.rotation(turn.next())).value();
        Query done = Query.in(VolumeQueries.DISK, queries.mark().rotatedAt(turn.next()));
        return when(
                done.count().equalTo(number(0)).and(MINE.length().greaterThan(number(0))),
                attempt(run(Command.of("/disk/set").on(MINE).with(NQN, rotated)), fail(NQN_FIXED)));
    }

    /** The volume's own NQN, or the one that it was rotated to. */
    private Statement nqn() {
        OwnerMark mark = queries.mark();
        String own = Nqn.of(queries.volume()).value();
        Expression rotation =
                valueIn("r", "comment").between(number(mark.rotationStart()), number(mark.rotatedLength()));
        return all(
                let("nqn", string(own)),
                forEach(
                        "r",
                        Query.in(VolumeQueries.DISK, mark.rotated())
                                .only("comment")
                                .values(),
                        assign("nqn", string(own + Nqn.ROTATION).followedBy(rotation))));
    }

    private Statement off() {
        Query exported = Query.in(VolumeQueries.DISK, queries.mine().and(Match.yes(EXPORT)));
        return when(
                exported.count().greaterThan(number(0)),
                run(Command.of("/disk/set").on(MINE).with(EXPORT, "no")));
    }

    private Query asWished(ExportWish wish) {
        Match exported = queries.mine()
                .and(Match.yes(EXPORT))
                .and(Match.equal(NQN, variable("nqn")))
                .and(Match.equal("nvme-tcp-server-port", port()));
        return Query.in(
                VolumeQueries.DISK,
                wish.hosts().isEmpty() ? exported : exported.and(Match.equal(HOSTS, wish.hostList())));
    }

    /** Never open to hosts that are not wished. */
    private Statement on(ExportWish wish) {
        Command set = Command.of("/disk/set")
                .on(MINE)
                .with(EXPORT, "yes")
                .with("nvme-tcp-server-port", port())
                .with(NQN, variable("nqn"));
        return run(wish.hosts().isEmpty() ? set : set.with(HOSTS, wish.hostList()));
    }

    private String port() {
        return Integer.toString(queries.settings().nvmePort());
    }

    private GenerationStamp stamp() {
        return new GenerationStamp(queries, turn);
    }
}
