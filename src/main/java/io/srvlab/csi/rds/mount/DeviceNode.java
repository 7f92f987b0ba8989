package io.srvlab.csi.rds.mount;

/** A block device's node as it stands somewhere in the file tree. */
public record DeviceNode(String majorMinor, int mode) {
    private static final int WRITABLE = 0660;
    private static final int READ_ONLY = 0440;
    private static final int WRITE_BITS = 0222;

    static int mode(boolean readOnly) {
        return readOnly ? READ_ONLY : WRITABLE;
    }

    public boolean readOnly() {
        return (mode & WRITE_BITS) == 0;
    }

    /** Whether its making was interrupted: mknod(8) gives it what umask left out in a second step. */
    public boolean unfinished() {
        return mode != mode(readOnly());
    }
}
