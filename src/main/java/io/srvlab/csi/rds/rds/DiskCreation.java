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
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Generation;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of a creation that makes: the directory, then either a new image or an existing one of exactly the wanted size.
 * An existing file is attached without {@code file-size}, because what the device does with both is unknown (U7).
 */
record DiskCreation(VolumeQueries queries, DiskSpec spec, Capacity size, Generation generation) {
    static final String FILE_DIFFERS = "file-size-differs";

    /** Slots up to this length are held by every device seen (unknown U2). */
    private static final int SURE_SLOT = 32;

    Statement statement() {
        List<Statement> steps = new ArrayList<>();
        steps.add(when(disksOnFile().count().greaterThan(number(0)), fail(DiskScripts.FILE_IN_USE)));
        steps.addAll(directories());
        steps.add(let("files", image().count()));
        steps.add(when(variable("files").equalTo(number(0)), make()));
        steps.add(when(variable("files").greaterThan(number(0)), attach()));
        return all(steps.toArray(Statement[]::new));
    }

    private Statement make() {
        String fresh = queries.mark().comment(generation);
        return add(add(fresh).with("file-size", Long.toString(size.bytes())), removeLeftover());
    }

    /** What the file holds is unknown, so the disk is not marked fresh. It goes again when the size differs; the file stays. */
    private Statement attach() {
        return all(
                add(add(queries.mark().comment()), all()),
                forEach(
                        "a",
                        marked().only("size").values(),
                        when(
                                numberIn("a", "size").notEqualTo(number(size.bytes())),
                                run(Command.of("/disk/remove").on(marked().find())),
                                fail(FILE_DIFFERS))));
    }

    /**
     * Adds under the volume's own slot. Where that did not land (refused, or cut short by the device) the item that this very
     * command made goes again, and the short slot is taken; a device that refuses this too has its refusal handed on.
     */
    private Statement add(Command add, Statement cleanUp) {
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

    /** The file did not exist before this script, so one without a disk is what this script's failed add left. */
    private Statement removeLeftover() {
        return when(
                disksOnFile().count().equalTo(number(0)),
                run(Command.of("/file/remove").on(image().find())));
    }

    private Command add(String comment) {
        return Command.of("/disk/add")
                .with("type", "file")
                .with("file-path", spec.path())
                .with("mount-filesystem", "no")
                .with("nvme-tcp-export", "no")
                .with("comment", comment);
    }

    private Expression inLongSlot() {
        return Query.in(VolumeQueries.DISK, Match.equal("slot", spec.volume().value()))
                .count();
    }

    private Query marked() {
        return Query.in(VolumeQueries.DISK, queries.mark().match());
    }

    /** Devices print paths with and without the leading slash. */
    private Query disksOnFile() {
        return Query.in(
                VolumeQueries.DISK,
                Match.equal("file-path", spec.path()).or(Match.equal("file-path", withoutSlash(spec.path()))));
    }

    private Query image() {
        return Query.in(VolumeQueries.FILE, Match.equal("name", withoutSlash(spec.path())));
    }

    /** Creates each missing directory below the pool's mount point: whether the device would is unknown (U6). */
    private List<Statement> directories() {
        List<Statement> steps = new ArrayList<>();
        String directory = withoutSlash(spec.directory());
        for (int slash = directory.indexOf('/'); slash > 0; slash = directory.indexOf('/', slash + 1)) {
            int next = directory.indexOf('/', slash + 1);
            steps.add(directory(next < 0 ? directory : directory.substring(0, next)));
        }
        return steps;
    }

    private static Statement directory(String name) {
        return when(
                Query.in(VolumeQueries.FILE, Match.equal("name", name)).count().equalTo(number(0)),
                run(Command.of("/file/add").with("type", "directory").with("name", name)));
    }

    private static String withoutSlash(String path) {
        return path.substring(1);
    }
}
