package io.srvlab.csi.rds.simulator.rds;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps the pool's and its members' entries in step with the space in use and with the conditions of the device. */
final class PoolWatch {
    private static final String REPAIRING = "clean, sync:repair, resync = 12.6% (241762304/1918759936)";
    private final DiskShelf disks;
    private final Pool pool;
    private final Box box;
    private volatile @Nullable Condition shown;

    PoolWatch(DiskShelf disks, Pool pool, Box box) {
        this.disks = disks;
        this.pool = pool;
        this.box = box;
    }

    void update() {
        Condition now = condition();
        if (!now.equals(shown)) {
            show();
            shown = now;
        }
    }

    private Condition condition() {
        return new Condition(
                pool.mounted(),
                pool.free(),
                box.faults().holds(Faults.Condition.RAID_REPAIRING),
                box.faults().holds(Faults.Condition.RAID_MEMBER_FAILED));
    }

    private void show() {
        disks.bySlot(pool.settings().name()).ifPresent(raid -> replace(raid, current(raid)));
        boolean failed = box.faults().holds(Faults.Condition.RAID_MEMBER_FAILED);
        Map<String, String> health = failed
                ? Map.of("raid-member-failed", "yes", "raid-member-state", "0:faulty")
                : Map.of("raid-member-failed", "no", "raid-member-state", "0:in_sync");
        disks.bySlot(pool.settings().name() + "-m0").ifPresent(member -> replace(member, member.with(health)));
    }

    private Disk current(Disk raid) {
        String state = box.faults().holds(Faults.Condition.RAID_REPAIRING) ? REPAIRING : "clean";
        return pool.mounted()
                ? raid.with(Map.of(
                        "state",
                        state,
                        "free",
                        Long.toString(pool.free()),
                        "use",
                        pool.use() + "%",
                        "mount-point",
                        pool.settings().name()))
                : raid.with("state", state).without("free").without("use").without("mount-point");
    }

    private void replace(Disk before, Disk after) {
        if (!before.equals(after)) {
            disks.put(after);
        }
    }

    /** All that the two entries show. */
    private record Condition(boolean mounted, long free, boolean repairing, boolean memberFailed) {}
}
