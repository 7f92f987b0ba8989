package io.srvlab.csi.rds.rds;

import static io.srvlab.csi.rds.routeros.Expression.number;
import static io.srvlab.csi.rds.routeros.Expression.variable;
import static io.srvlab.csi.rds.routeros.Statement.all;
import static io.srvlab.csi.rds.routeros.Statement.fail;
import static io.srvlab.csi.rds.routeros.Statement.let;
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
 * The part of a creation that makes: the directory, then either a new image or an existing one of exactly the wanted size.
 * An existing file is attached without {@code file-size}, because what the device does with both is unknown (U7).
 */
record DiskCreation(VolumeQueries queries, DiskSpec spec, Capacity size, Generation generation) {
    static final String FILE_DIFFERS = "file-size-differs";

    private DiskItem item() {
        return new DiskItem(queries, spec);
    }

    Statement statement() {
        List<Statement> steps = new ArrayList<>();
        steps.add(when(item().disksOnFile().count().greaterThan(number(0)), fail(DiskScripts.FILE_IN_USE)));
        steps.addAll(directories());
        steps.add(let("files", item().image().count()));
        steps.add(when(variable("files").equalTo(number(0)), make()));
        steps.add(when(variable("files").greaterThan(number(0)), attach()));
        return all(steps.toArray(Statement[]::new));
    }

    private Statement make() {
        String fresh = queries.mark().comment(generation);
        return item().land(item().over(fresh).with("file-size", Long.toString(size.bytes())), removeLeftover());
    }

    /** What the file holds is unknown, so the disk is not marked fresh. It goes again when the size differs; the file stays. */
    private Statement attach() {
        return all(
                item().land(item().over(queries.mark().comment()), all()),
                item().goAgain(found -> found.notEqualTo(number(size.bytes())), FILE_DIFFERS));
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
