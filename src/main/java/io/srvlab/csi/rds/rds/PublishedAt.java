package io.srvlab.csi.rds.rds;

/**
 * Whether any node holds a volume, and at which generation its export was changed last.
 *
 * @param impatient whether a node's reads and writes would fail while the export is off for a moment
 */
public record PublishedAt(boolean published, boolean impatient, long generation) {
    public PublishedAt(boolean published, long generation) {
        this(published, false, generation);
    }

    /** Whether growing in that way would disturb who uses the volume. */
    boolean forbids(StorageSettings.Grow way) {
        return published
                && (way == StorageSettings.Grow.OFFLINE || (way == StorageSettings.Grow.RE_EXPORT && impatient));
    }
}
