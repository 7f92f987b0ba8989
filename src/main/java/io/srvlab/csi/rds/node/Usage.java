package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.volume.Capacity;

/** How full a volume is, as far as the node can know. */
public sealed interface Usage {
    /** A mounted filesystem's bytes and inodes. */
    record OfFilesystem(Count bytes, Count inodes) implements Usage {}

    /** A raw block volume: only its size is known. */
    record OfBlock(Capacity size) implements Usage {}

    /** Available may be less than total minus used: a filesystem keeps reserves. */
    record Count(long total, long used, long available) {}
}
