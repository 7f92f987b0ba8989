package io.srvlab.csi.rds.rds;

import java.util.List;

/** All our disks and the pool they stand on, read in one exec; never a partial list. */
public record Inventory(List<Disk> disks, PoolCapacity pool) {
    public Inventory {
        disks = List.copyOf(disks);
    }
}
