package io.srvlab.csi.rds.rds;

import static io.srvlab.csi.rds.routeros.Expression.number;
import static io.srvlab.csi.rds.routeros.Expression.numberIn;
import static io.srvlab.csi.rds.routeros.Expression.variable;
import static io.srvlab.csi.rds.routeros.Statement.all;
import static io.srvlab.csi.rds.routeros.Statement.assign;
import static io.srvlab.csi.rds.routeros.Statement.fail;
import static io.srvlab.csi.rds.routeros.Statement.forEach;
import static io.srvlab.csi.rds.routeros.Statement.let;
import static io.srvlab.csi.rds.routeros.Statement.when;

import io.srvlab.csi.rds.routeros.Expression;
import io.srvlab.csi.rds.routeros.Match;
import io.srvlab.csi.rds.routeros.Query;
import io.srvlab.csi.rds.routeros.Statement;
import io.srvlab.csi.rds.volume.Capacity;
import java.util.List;

/**
 * Whether the pool can take more: mounted (else images would land on the router's flash), no failed RAID member, and room
 * under reserve and ratio. As statements that end the script on the device, and as the same arithmetic on what a read showed.
 */
record PoolGuard(StorageSettings settings) {
    static final String NOT_MOUNTED = "pool-not-mounted";
    static final String DEGRADED = "pool-degraded";
    static final String NO_SPACE = "no-space";

    /** The ratio is counted in thousandths, for the device knows whole numbers only. */
    private static final long WHOLE = 1000;

    /** Ends the script with one of the markers unless the pool can take {@code more}, which may be a computed number. */
    Statement admit(Expression more) {
        Expression provisioned = variable("used").plus(more);
        Statement byFree =
                settings.ratio() > 1 ? all() : when(more.plus(reserve()).greaterThan(variable("free")), fail(NO_SPACE));
        return all(
                let("size", number(0)),
                let("free", number(0)),
                let("used", number(0)),
                let("pools", mounted().only("size", "free").values()),
                present(variable("pools").length()),
                when(failedMembers().count().greaterThan(number(0)), fail(DEGRADED)),
                forEach(
                        "p",
                        variable("pools"),
                        assign("size", numberIn("p", "size")),
                        assign("free", numberIn("p", "free"))),
                forEach(
                        "d",
                        provisionedDisks().values(),
                        assign("used", variable("used").plus(numberIn("d", "size")))),
                when(provisioned.plus(reserve()).greaterThan(ceiling()), fail(NO_SPACE)),
                byFree);
    }

    /** What is left, by the same rules, from one read of the pool and of all file disks on it. */
    PoolCapacity capacity(long size, long free, List<Long> provisioned) {
        long used = provisioned.stream().mapToLong(Long::longValue).sum();
        long left = ceiling(size) - settings.reserve().bytes() - used;
        long room = settings.ratio() > 1
                ? left
                : Math.min(left, free - settings.reserve().bytes());
        return new PoolCapacity(new Capacity(size), new Capacity(Math.max(0, room)));
    }

    /** Ends the script unless the pool is mounted. */
    Statement present() {
        return present(mounted().count());
    }

    private static Statement present(Expression pools) {
        return when(pools.notEqualTo(number(1)), fail(NOT_MOUNTED));
    }

    Query mounted() {
        return Query.in(
                VolumeQueries.DISK, Match.equal("mount-point", settings.pool()).and(Match.flag("mounted")));
    }

    Query failedMembers() {
        return Query.in(VolumeQueries.DISK, Match.flag("raid-member-failed"));
    }

    private Query provisionedDisks() {
        return Query.in(VolumeQueries.DISK, Match.equal("type", "file").and(VolumeQueries.onPool(settings)))
                .only("size");
    }

    private Expression ceiling() {
        return permille() == WHOLE
                ? variable("size")
                : variable("size").dividedBy(number(WHOLE)).times(number(permille()));
    }

    private long ceiling(long size) {
        return permille() == WHOLE ? size : size / WHOLE * permille();
    }

    private Expression reserve() {
        return number(settings.reserve().bytes());
    }

    private long permille() {
        return Math.round(settings.ratio() * WHOLE);
    }
}
