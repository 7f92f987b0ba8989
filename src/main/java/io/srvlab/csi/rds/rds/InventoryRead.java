package io.srvlab.csi.rds.rds;

import io.srvlab.csi.rds.routeros.Query;
import io.srvlab.csi.rds.routeros.Reply;
import io.srvlab.csi.rds.routeros.RouterOs;
import io.srvlab.csi.rds.routeros.Row;
import io.srvlab.csi.rds.routeros.Script;
import io.srvlab.csi.rds.routeros.Statement;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import java.util.List;
import reactor.core.publisher.Mono;

/** The read behind ListVolumes and GetCapacity: every file disk of the pool, the pool, and its failed members. */
record InventoryRead(RouterOs device, StorageSettings settings, DiskReader reader) {
    private static final String DISKS = "disks";
    private static final String POOL = "pool";
    private static final String FAILED = "failed";

    Mono<Inventory> read() {
        return device.execute(script()).map(this::inventory);
    }

    private Script script() {
        PoolGuard guard = new PoolGuard(settings);
        Query pool = guard.mounted();
        return Script.reading(
                "list-disks",
                Statement.show(DISKS, VolumeQueries.pool(settings)),
                Statement.show(POOL, pool),
                Statement.show(FAILED, guard.failedMembers().count()));
    }

    private Inventory inventory(Reply reply) {
        if (reply instanceof Reply.Rejected rejected) {
            throw new Failure.Unexpected(
                    "the RDS rejected the list of disks: " + rejected.text(), "look at the device");
        }
        List<Row> disks = reply.rows(DISKS);
        return new Inventory(reader.ours(disks), pool(reply, disks));
    }

    /** A pool that is missing, or that has lost a member, takes nothing more. */
    private PoolCapacity pool(Reply reply, List<Row> disks) {
        List<Row> pools = reply.rows(POOL);
        boolean healthy =
                reply.rows(FAILED).stream().allMatch(row -> row.number("value").orElse(1) == 0);
        if (pools.size() != 1 || !healthy) {
            return new PoolCapacity(new Capacity(0), new Capacity(0));
        }
        Row pool = pools.getFirst();
        List<Long> provisioned =
                disks.stream().map(disk -> disk.number("size").orElse(0)).toList();
        return new PoolGuard(settings)
                .capacity(pool.number("size").orElse(0), pool.number("free").orElse(0), provisioned);
    }
}
