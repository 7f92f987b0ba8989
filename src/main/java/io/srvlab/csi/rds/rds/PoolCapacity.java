package io.srvlab.csi.rds.rds;

import io.srvlab.csi.rds.volume.Capacity;

/** The pool's figures: its size, and what can still be provisioned under the reserve and ratio that the settings ask for. */
public record PoolCapacity(Capacity size, Capacity available) {}
