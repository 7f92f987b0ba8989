package io.srvlab.csi.rds.rds;

import static io.srvlab.csi.rds.routeros.Expression.number;
import static io.srvlab.csi.rds.routeros.Expression.numberIn;
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

import io.srvlab.csi.rds.routeros.Command;
import io.srvlab.csi.rds.routeros.Expression;
import io.srvlab.csi.rds.routeros.Match;
import io.srvlab.csi.rds.routeros.Query;
import io.srvlab.csi.rds.routeros.Script;
import io.srvlab.csi.rds.routeros.Statement;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Generation;
import io.srvlab.csi.rds.volume.Nqn;
import io.srvlab.csi.rds.volume.VolumeId;

/**
 * What is asked of the device about one volume. Each script finds, decides, acts and reads back in one exec, and may be run
 * again after any doubtful outcome. {@code mine} is always the list of our own disks, at most one.
 */
final class DiskScripts {
    static final String DISK = "disk";
    static final String LEFT = "left";
    static final String FOREIGN = "foreign";
    static final String NQN_TAKEN = "nqn-taken";
    static final String OUTSIDE = "outside-volume-path";
    static final String FILE_IN_USE = "file-in-use";
    static final String SHRINK = "shrink";

    private static final Expression MINE = variable("mine");

    private final StorageSettings settings;
    private final PoolGuard guard;

    DiskScripts(StorageSettings settings) {
        this.settings = settings;
        this.guard = new PoolGuard(settings);
    }

    Script find(VolumeId volume) {
        return Script.reading("find-disk", show(DISK, queries(volume).shown()));
    }

    /** {@code reserved} are bytes promised to creations that are under way; {@code fresh} marks the disk if its image is new. */
    Script create(DiskSpec spec, Capacity size, long reserved, Generation fresh) {
        VolumeQueries queries = queries(spec.volume());
        return Script.writing(
                "create-disk",
                let("mine", queries.minesDisks().find()),
                when(
                        MINE.length().equalTo(number(0)),
                        refuseForeign(queries),
                        refuse(queries.twins()),
                        guard.admit(number(size.bytes() + reserved)),
                        new DiskCreation(queries, spec, size, fresh).statement()),
                show(DISK, queries.shown()));
    }

    Script delete(VolumeId volume) {
        VolumeQueries queries = queries(volume);
        DiskRemoval removal = new DiskRemoval(queries);
        return Script.writing(
                "delete-disk",
                show(DISK, queries.shown()),
                let("mine", queries.minesDisks().find()),
                when(MINE.length().equalTo(number(0)), refuseForeign(queries)),
                removal.findImage(),
                when(
                        MINE.length().greaterThan(number(0)),
                        adopt(queries),
                        run(Command.of("/disk/set").on(MINE).with("nvme-tcp-export", "no")),
                        run(Command.of("/disk/remove").on(MINE))),
                removal.removeImage(),
                show(LEFT, queries.minesDisks().count().plus(removal.left())));
    }

    Script grow(VolumeId volume, Capacity size, long reserved, boolean published) {
        VolumeQueries queries = queries(volume);
        Expression old = variable("old");
        return Script.writing(
                "grow-disk",
                let("mine", queries.minesDisks().find()),
                when(MINE.length().equalTo(number(0)), refuseForeign(queries)),
                let("old", number(0)),
                forEach("m", queries.minesDisks().only("size").values(), assign("old", numberIn("m", "size"))),
                when(
                        MINE.length()
                                .greaterThan(number(0))
                                .and(number(size.bytes()).greaterThan(old)),
                        guard.admit(number(size.bytes() + reserved).minus(old)),
                        adopt(queries),
                        resize(queries, size)),
                published && settings.grow() == StorageSettings.Grow.RE_EXPORT ? reopen(queries) : all(),
                show(DISK, queries.shown()));
    }

    Script openExport(VolumeId volume) {
        return openExport("open-export", volume, all());
    }

    /** The volume gets a second holder: from then on it counts as used. */
    Script shareExport(VolumeId volume) {
        return openExport("share-export", volume, retire(queries(volume)));
    }

    /** The mark comes first: from then on the disk is provably ours, whatever happens to the rest. */
    private Script openExport(String name, VolumeId volume, Statement before) {
        VolumeQueries queries = queries(volume);
        Match exported = queries.mine()
                .and(Match.yes("nvme-tcp-export"))
                .and(Match.equal("nvme-tcp-server-nqn", Nqn.of(volume).value()))
                .and(Match.equal("nvme-tcp-server-port", Integer.toString(settings.nvmePort())));
        Query mountable = Query.in(VolumeQueries.DISK, queries.mine().and(Match.yes("mount-filesystem")));
        return Script.writing(
                name,
                let("mine", queries.minesDisks().find()),
                when(MINE.length().equalTo(number(0)), refuseForeign(queries)),
                adopt(queries),
                before,
                when(
                        mountable.count().greaterThan(number(0)),
                        run(Command.of("/disk/set").on(MINE).with("mount-filesystem", "no"))),
                when(
                        Query.in(VolumeQueries.DISK, exported)
                                .count()
                                .equalTo(number(0))
                                .and(MINE.length().greaterThan(number(0))),
                        refuse(queries.sameNqn()),
                        run(export(volume))),
                show(DISK, queries.shown()));
    }

    /** What was given out once may have been used: the mark of freshness goes, and first. */
    Script closeExport(VolumeId volume) {
        VolumeQueries queries = queries(volume);
        Query exported = Query.in(VolumeQueries.DISK, queries.mine().and(Match.yes("nvme-tcp-export")));
        return Script.writing(
                "close-export",
                let("mine", queries.minesDisks().find()),
                when(MINE.length().equalTo(number(0)), refuseForeign(queries)),
                adopt(queries),
                retire(queries),
                when(
                        exported.count().greaterThan(number(0)),
                        run(Command.of("/disk/set").on(MINE).with("nvme-tcp-export", "no"))),
                show(DISK, queries.shown()));
    }

    private Statement resize(VolumeQueries queries, Capacity size) {
        Statement grow = run(Command.of("/disk/set").on(MINE).with("file-size", Long.toString(size.bytes())));
        if (settings.grow() != StorageSettings.Grow.RE_EXPORT) {
            return grow;
        }
        Query exported = Query.in(VolumeQueries.DISK, queries.mine().and(Match.yes("nvme-tcp-export")));
        Statement restore = when(variable("exported").greaterThan(number(0)), run(export(queries.volume())));
        return all(
                let("exported", exported.count()),
                run(Command.of("/disk/set").on(MINE).with("nvme-tcp-export", "no")),
                attempt(grow, all(restore, Statement.rethrow())),
                restore);
    }

    private Statement reopen(VolumeQueries queries) {
        Query closed = Query.in(
                VolumeQueries.DISK,
                queries.mine().and(Match.yes("nvme-tcp-export").negated()));
        return when(closed.count().greaterThan(number(0)), run(export(queries.volume())));
    }

    /** Writes our mark on a disk that has none, before an administrator's own words. */
    private Statement adopt(VolumeQueries queries) {
        Query unmarked = Query.in(VolumeQueries.DISK, queries.unmarked());
        Expression comment = string(queries.mark().comment() + ";").followedBy(valueIn("u", "comment"));
        return forEach("u", unmarked.values(), comment(comment));
    }

    /** Takes the mark of freshness out of the comment and leaves what follows it. */
    private Statement retire(VolumeQueries queries) {
        OwnerMark mark = queries.mark();
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

    private Command export(VolumeId volume) {
        return Command.of("/disk/set")
                .on(MINE)
                .with("nvme-tcp-export", "yes")
                .with("nvme-tcp-server-port", Integer.toString(settings.nvmePort()))
                .with("nvme-tcp-server-nqn", Nqn.of(volume).value());
    }

    private static Statement refuseForeign(VolumeQueries queries) {
        Query taken = Query.in(VolumeQueries.DISK, queries.ownSlots());
        return when(taken.count().greaterThan(number(0)), show(FOREIGN, queries.shown()), fail(FOREIGN));
    }

    private static Statement refuse(Query others) {
        return when(
                others.count().greaterThan(number(0)),
                show(FOREIGN, others.only("slot", "comment", "file-path")),
                fail(NQN_TAKEN));
    }

    private VolumeQueries queries(VolumeId volume) {
        return new VolumeQueries(settings, volume);
    }
}
