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
import static io.srvlab.csi.rds.routeros.Statement.when;

import io.srvlab.csi.rds.routeros.Command;
import io.srvlab.csi.rds.routeros.Expression;
import io.srvlab.csi.rds.routeros.Match;
import io.srvlab.csi.rds.routeros.Query;
import io.srvlab.csi.rds.routeros.Statement;

/**
 * The part of a deletion that removes the image file, which {@code /disk/remove} keeps: exactly the file of the disk that was
 * removed, or, when a repeated call finds no disk, the file in the volume's own place. A file of the same name elsewhere, such
 * as an administrator's copy, is never touched.
 */
record DiskRemoval(VolumeQueries queries) {
    private static final Expression IMAGE = variable("image");

    /** Before the disk goes: remembers its file, and ends the script when that stands outside the volume path. */
    Statement findImage() {
        String ownPlace = queries.settings().volumePath() + "/" + queries.volume() + ".img";
        Query outside = Query.in(
                VolumeQueries.DISK, queries.mine().and(queries.ownPath().negated()));
        return all(
                when(outside.count().greaterThan(number(0)), fail(DiskScripts.OUTSIDE)),
                let("image", string(ownPlace)),
                forEach(
                        "m",
                        queries.minesDisks().only("file-path").values(),
                        assign("image", valueIn("m", "file-path"))));
    }

    /** After the disk is gone; ends the script when another disk uses the file. */
    Statement removeImage() {
        return all(
                forEach(
                        "d",
                        Query.in(VolumeQueries.DISK, queries.ownPath())
                                .only("file-path")
                                .values(),
                        when(isImage(valueIn("d", "file-path")), fail(DiskScripts.FILE_IN_USE))),
                forEach(
                        "f",
                        queries.files().only("name").values(),
                        let("name", valueIn("f", "name")),
                        when(
                                isImage(variable("name")),
                                run(Command.of("/file/remove").on(named())))),
                let("left", number(0)),
                forEach(
                        "g",
                        queries.files().only("name").values(),
                        when(
                                isImage(valueIn("g", "name")),
                                assign("left", variable("left").plus(number(1))))));
    }

    /** How many such files there still are. */
    Expression left() {
        return variable("left");
    }

    /** Whatever the device makes of the variable, it is a file with the volume's id for its name. */
    private Expression named() {
        Match named = Match.regex("name", queries.ownFile()).and(Match.equal("name", variable("name")));
        return Query.in(VolumeQueries.FILE, named).find();
    }

    /** Devices name files with and without the leading slash. */
    private static Expression isImage(Expression name) {
        Expression slashed = string("/").followedBy(name);
        return name.equalTo(IMAGE)
                .or(slashed.equalTo(IMAGE))
                .or(name.equalTo(string("/").followedBy(IMAGE)));
    }
}
