package io.srvlab.csi.rds.simulator.rds;

/**
 * The one RAID pool of the simulated device: its slot, which is its mount point too, its filesystem, and its space in bytes.
 * {@code used} is what other people's files occupy from the start.
 */
public record PoolSettings(String name, String filesystem, String label, long size, long used) {
    private static final PoolSettings DEFAULT =
            new PoolSettings("storage-pool", "btrfs", "storage-pool", 7_681_574_174_720L, 379_647_127_552L);

    public PoolSettings {
        if (name == null || name.isBlank() || size <= 0 || used < 0 || used > size) {
            throw new IllegalArgumentException(
                    "pool '" + name + "'; give it a name, a size and less in use than its size");
        }
    }

    /** The pool of the field report: 7.68 TB of btrfs, five per cent in use. */
    public static PoolSettings storagePool() {
        return DEFAULT;
    }

    public PoolSettings withSize(long bytes) {
        return new PoolSettings(name, filesystem, label, bytes, Math.min(used, bytes / 20));
    }

    public PoolSettings withName(String newName) {
        return new PoolSettings(newName, filesystem, label, size, used);
    }

    public PoolSettings withFilesystem(String newFilesystem) {
        return new PoolSettings(name, newFilesystem, label, size, used);
    }
}
