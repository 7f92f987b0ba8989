package io.srvlab.csi.rds.rds;

/** The device stands at another generation than the change expected and has not made it: the caller decides anew. */
public final class OutdatedGeneration extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final long onDevice;

    OutdatedGeneration(long onDevice) {
        super("the RDS stands at generation " + onDevice);
        this.onDevice = onDevice;
    }

    public long onDevice() {
        return onDevice;
    }
}
