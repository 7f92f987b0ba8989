package io.srvlab.csi.rds.rds;

import static io.srvlab.csi.rds.routeros.Expression.number;
import static io.srvlab.csi.rds.routeros.Statement.all;
import static io.srvlab.csi.rds.routeros.Statement.fail;
import static io.srvlab.csi.rds.routeros.Statement.run;
import static io.srvlab.csi.rds.routeros.Statement.when;

import io.srvlab.csi.rds.routeros.Command;
import io.srvlab.csi.rds.routeros.Match;
import io.srvlab.csi.rds.routeros.Query;
import io.srvlab.csi.rds.routeros.Statement;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Generation;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of a creation that makes: the directory and a new image, or, where a file is there already, a disk over that one if it has
 * exactly the wanted size. That is rare, and a script of its own, so that every other creation is spared its text. An existing file
 * is attached without {@code file-size}, because what the device does with both is unknown (U7).
 */
record DiskCreation(VolumeQueries queries, DiskSpec spec, Capacity size) {
    static final String FILE_DIFFERS = "file-size-differs";

    /** Ends the script that makes a new image; the one that attaches is to follow. */
    static final String FILE_THERE = "file-there";

    private DiskItem item() {
        return new DiskItem(queries, spec);
    }

    Statement make(Generation fresh) {
        List<Statement> steps = new ArrayList<>();
        steps.add(unused());
        steps.addAll(directories());
        steps.add(when(item().image().count().greaterThan(number(0)), fail(FILE_THERE)));
        steps.add(item().land(
                        item().over(queries.mark().comment(fresh)).with("file-size", Long.toString(size.bytes())),
                        removeLeftover()));
        return all(steps.toArray(Statement[]::new));
    }

    /** What the file holds is unknown, so the disk is not marked fresh. It goes again when the size differs; the file stays. */
    Statement attach() {
        return all(
                unused(),
                when(item().image().count().equalTo(number(0)), fail(DiskItem.FILE_GONE)),
                item().land(item().over(queries.mark().comment()), all()),
                item().goAgain(found -> found.notEqualTo(number(size.bytes())), FILE_DIFFERS));
    }

    private Statement unused() {
        return when(item().disksOnFile().count().greaterThan(number(0)), fail(DiskScripts.FILE_IN_USE));
    }

    /** The file did not exist before this script, so one without a disk is what this script's failed add left. */
    private Statement removeLeftover() {
        return when(
                item().disksOnFile().count().equalTo(number(0)),
                run(Command.of("/file/remove").on(item().image().find())));
    }

    /** Creates each missing directory below the pool's mount point: whether the device would is unknown (U6). */
    private List<Statement> directories() {
        List<Statement> steps = new ArrayList<>();
        String directory = DiskItem.withoutSlash(spec.directory());
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
}
