package io.srvlab.csi.rds.attachment;

import io.srvlab.csi.rds.volume.AccessMode;

/** Whether one node at a time may hold a volume, or two for the length of a live migration. */
public enum AccessClass {
    SINGLE_NODE,
    MULTI_NODE;

    public static AccessClass of(AccessMode mode) {
        return mode.multiNode() ? MULTI_NODE : SINGLE_NODE;
    }
}
