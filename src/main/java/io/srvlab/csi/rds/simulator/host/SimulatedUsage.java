package io.srvlab.csi.rds.simulator.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What statfs would answer, computed from the filesystem's size and the files in it. */
record SimulatedUsage(long blocks, long freeBlocks, long inodes, long freeInodes) {
    private static final long BYTES_PER_INODE = 16 * 1024;
    private static final long RESERVED_INODES = 11;
    private static final long METADATA_BLOCKS = 6;

    static SimulatedUsage of(SimulatedMount mount) throws IOException {
        long size = new ImageFilesystem(mount.device().image()).size();
        List<Path> entries = FileTree.below(mount.backing());
        long blocks = size / ImageFilesystem.BLOCK;
        long used = METADATA_BLOCKS + Math.ceilDiv(ImageFiles.bytes(entries), ImageFilesystem.BLOCK);
        long inodes = size / BYTES_PER_INODE;
        return new SimulatedUsage(
                blocks, Math.max(0, blocks - used), inodes, Math.max(0, inodes - RESERVED_INODES - entries.size()));
    }

    /** stat(1)'s directives for file systems. */
    String format(String format) {
        return format.replace("%S", String.valueOf(ImageFilesystem.BLOCK))
                .replace("%b", String.valueOf(blocks))
                .replace("%f", String.valueOf(freeBlocks))
                .replace("%a", String.valueOf(freeBlocks))
                .replace("%c", String.valueOf(inodes))
                .replace("%d", String.valueOf(freeInodes));
    }
}
