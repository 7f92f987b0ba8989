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
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.function.Function;

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

    /**
     * {@code reserved} are bytes promised to creations that are under way; {@code fresh} marks the disk. Ends with
     * {@link DiskCreation#FILE_THERE} where the image exists without a disk.
     */
    Script create(DiskSpec spec, Capacity size, long reserved, Generation fresh) {
        return make("create-disk", spec, size, reserved, creation -> creation.make(fresh));
    }

    /** The same over an image that exists. */
    Script attach(DiskSpec spec, Capacity size, long reserved) {
        return make("attach-image", spec, size, reserved, DiskCreation::attach);
    }

    private Script make(
            String name, DiskSpec spec, Capacity size, long reserved, Function<DiskCreation, Statement> how) {
        VolumeQueries queries = queries(spec.volume());
        return Script.writing(
                name,
                let("mine", queries.minesDisks().find()),
                when(
                        MINE.length().equalTo(number(0)),
                        refuseForeign(queries),
                        refuse(queries.twins()),
                        guard.admit(number(size.bytes() + reserved)),
                        how.apply(new DiskCreation(queries, spec, size))),
                show(DISK, queries.shown()));
    }

    Script restore(DiskSpec spec, ExportTurn turn, boolean rotate) {
        VolumeQueries queries = queries(spec.volume());
        return Script.writing(
                "restore-disk",
                let("mine", queries.minesDisks().find()),
                when(
                        MINE.length().equalTo(number(0)),
                        refuseForeign(queries),
                        refuse(queries.twins()),
                        guard.present(),
                        new DiskItem(queries, spec).restore(turn, rotate)),
                show(DISK, queries.shown()));
    }

    Script delete(VolumeId volume, ExportTurn turn) {
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
                        new GenerationStamp(queries, turn).compare(),
                        run(Command.of("/disk/set").on(MINE).with("nvme-tcp-export", "no")),
                        run(Command.of("/disk/remove").on(MINE))),
                removal.removeImage(),
                show(LEFT, queries.minesDisks().count().plus(removal.left())));
    }

    /** Where it has to close and open the export, only at the given generation. */
    Script grow(VolumeId volume, Capacity size, long reserved, PublishedAt published) {
        VolumeQueries queries = queries(volume);
        Expression old = variable("old");
        return Script.writing(
                "grow-disk",
                let("mine", queries.minesDisks().find()),
                when(MINE.length().equalTo(number(0)), refuseForeign(queries)),
                settings.grow() == StorageSettings.Grow.RE_EXPORT ? adoptAt(queries, published) : all(),
                let("old", number(0)),
                forEach("m", queries.minesDisks().only("size").values(), assign("old", numberIn("m", "size"))),
                when(
                        MINE.length()
                                .greaterThan(number(0))
                                .and(number(size.bytes()).greaterThan(old)),
                        guard.admit(number(size.bytes() + reserved).minus(old)),
                        adopt(queries),
                        resize(queries, size)),
                published.published() && settings.grow() == StorageSettings.Grow.RE_EXPORT ? reopen(queries) : all(),
                show(DISK, queries.shown()));
    }

    /** Opening and closing the volume's export at that turn. */
    ExportScripts export(VolumeId volume, ExportTurn turn) {
        return new ExportScripts(queries(volume), turn);
    }

    private Statement resize(VolumeQueries queries, Capacity size) {
        Statement grow = run(Command.of("/disk/set").on(MINE).with("file-size", Long.toString(size.bytes())));
        if (settings.grow() != StorageSettings.Grow.RE_EXPORT) {
            return grow;
        }
        Query exported = Query.in(VolumeQueries.DISK, queries.mine().and(Match.yes("nvme-tcp-export")));
        Statement restore = when(variable("exported").greaterThan(number(0)), run(exportAgain()));
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
        return when(closed.count().greaterThan(number(0)), run(exportAgain()));
    }

    /** Writes our mark on a disk that has none, before an administrator's own words. */
    static Statement adopt(VolumeQueries queries) {
        Query unmarked = Query.in(VolumeQueries.DISK, queries.unmarked());
        Expression comment = string(queries.mark().comment() + ";").followedBy(valueIn("u", "comment"));
        return forEach(
                "u", unmarked.values(), run(Command.of("/disk/set").on(MINE).with("comment", comment)));
    }

    private static Statement adoptAt(VolumeQueries queries, PublishedAt published) {
        return all(adopt(queries), new GenerationStamp(queries, ExportTurn.at(published.generation())).compare());
    }

    /** As it was before: port, NQN and hosts are properties of the disk. */
    private static Command exportAgain() {
        return Command.of("/disk/set").on(MINE).with("nvme-tcp-export", "yes");
    }

    /** Where none of the disks is ours, whatever sits in our slots is somebody else's. */
    static Statement refuseForeign(VolumeQueries queries) {
        return refuse(queries.inOwnSlots(), FOREIGN);
    }

    static Statement refuse(Query others) {
        return refuse(others, NQN_TAKEN);
    }

    /** Shows what a message tells of them. */
    private static Statement refuse(Query others, String marker) {
        return when(others.count().greaterThan(number(0)), show(FOREIGN, others.only("slot", "comment")), fail(marker));
    }

    private VolumeQueries queries(VolumeId volume) {
        return new VolumeQueries(settings, volume);
    }
}
