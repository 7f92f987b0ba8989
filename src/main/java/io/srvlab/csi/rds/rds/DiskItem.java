package io.srvlab.csi.rds.rds;

import static io.srvlab.csi.rds.routeros.Expression.number;
import static io.srvlab.csi.rds.routeros.Expression.numberIn;
import static io.srvlab.csi.rds.routeros.Expression.string;
import static io.srvlab.csi.rds.routeros.Expression.variable;
import static io.srvlab.csi.rds.routeros.Statement.all;
import static io.srvlab.csi.rds.routeros.Statement.assign;
import static io.srvlab.csi.rds.routeros.Statement.attempt;
import static io.srvlab.csi.rds.routeros.Statement.fail;
import static io.srvlab.csi.rds.routeros.Statement.forEach;
import static io.srvlab.csi.rds.routeros.Statement.let;
import static io.srvlab.csi.rds.routeros.Statement.run;
import static io.srvlab.csi.rds.routeros.Statement.when;

import io.srvlab.csi.rds.routeros.Command;
import io.srvlab.csi.rds.routeros.Expression;
import io.srvlab.csi.rds.routeros.Match;
import io.srvlab.csi.rds.routeros.Query;
import io.srvlab.csi.rds.routeros.Statement;
import java.util.function.UnaryOperator;

/** The item under {@code /disk} that makes a volume of an image file. */
record DiskItem(VolumeQueries queries, DiskSpec spec) {
    static final String FILE_GONE = "file-gone";
    static final String FILE_SHORT = "file-too-short";

    /** Slots up to this length are held by every device seen (unknown U2). */
    private static final int SURE_SLOT = 32;

    /**
     * A lost item comes back over its file, which stays as it is: without {@code file-size}, because what the device does with
     * both is unknown (U7), and never beside another disk of that file. It goes again when the file is too short to be the
     * volume. Nobody may format it.
     */
    Statement restore(ExportTurn turn, boolean rotate) {
        return all(
                when(disksOnFile().count().greaterThan(number(0)), fail(DiskScripts.FILE_IN_USE)),
                when(image().count().equalTo(number(0)), fail(FILE_GONE)),
                land(over(queries.mark().restored(turn, rotate)), all()),
                goAgain(number(spec.sizes().required().bytes())::greaterThan, FILE_SHORT));
    }

    /**
     * Adds under the volume's own slot. Where that did not land (refused, or cut short by the device) the item that this very
     * command made goes again, and the short slot is taken; a device that refuses this too has its refusal handed on.
     */
    Statement land(Command add, Statement cleanUp) {
        Statement last = attempt(run(add.with("slot", queries.shortSlot())), all(cleanUp, Statement.rethrow()));
        if (spec.volume().value().length() <= SURE_SLOT) {
            return attempt(run(add.with("slot", spec.volume().value())), all(cleanUp, Statement.rethrow()));
        }
        return all(
                let("added", string("")),
                attempt(assign("added", add.with("slot", spec.volume().value()).result()), all()),
                when(
                        inLongSlot().equalTo(number(0)),
                        when(
                                variable("added").notEqualTo(string("")),
                                run(Command.of("/disk/remove").on(variable("added")))),
                        cleanUp,
                        last));
    }

    /** Adds a disk over the image file, closed and never mounted by the device itself. */
    Command over(String comment) {
        return Command.of("/disk/add")
                .with("type", "file")
                .with("file-path", spec.path())
                .with("mount-filesystem", "no")
                .with("nvme-tcp-export", "no")
                .with("comment", comment);
    }

    /** The item that was just added is removed again where its size is wrong; the file stays. */
    Statement goAgain(UnaryOperator<Expression> wrong, String marker) {
        return forEach(
                "a",
                marked().only("size").values(),
                when(
                        wrong.apply(numberIn("a", "size")),
                        run(Command.of("/disk/remove").on(marked().find())),
                        fail(marker)));
    }

    private Expression inLongSlot() {
        return Query.in(VolumeQueries.DISK, Match.equal("slot", spec.volume().value()))
                .count();
    }

    private Query marked() {
        return Query.in(VolumeQueries.DISK, queries.mark().match());
    }

    /** Devices print paths with and without the leading slash. */
    Query disksOnFile() {
        return Query.in(
                VolumeQueries.DISK,
                Match.equal("file-path", spec.path()).or(Match.equal("file-path", withoutSlash(spec.path()))));
    }

    Query image() {
        return Query.in(VolumeQueries.FILE, Match.equal("name", withoutSlash(spec.path())));
    }

    static String withoutSlash(String path) {
        return path.substring(1);
    }
}
