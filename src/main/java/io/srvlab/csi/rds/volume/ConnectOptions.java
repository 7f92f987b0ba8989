package io.srvlab.csi.rds.volume;

/**
 * How the kernel's NVMe/TCP initiator treats a lost connection. Seconds; {@code ctrlLossTmo} -1 never gives up, 0 leaves the
 * kernel's own default; {@code keepAliveTmo} 0 and {@code fastIoFailTmo} 0, {@code nrIoQueues} 0: the kernel's default.
 */
public record ConnectOptions(int ctrlLossTmo, int reconnectDelay, int keepAliveTmo, int fastIoFailTmo, int nrIoQueues) {
    /** Never give a controller up, try every five seconds. */
    public static final ConnectOptions DEFAULT = new ConnectOptions(-1, 5, 0, 0, 0);

    /** What an export that goes off and on again takes, beside the host's next attempt to reconnect. */
    private static final int RE_EXPORT = 10;

    public ConnectOptions {
        if (ctrlLossTmo < -1 || reconnectDelay < 1 || keepAliveTmo < 0 || fastIoFailTmo < 0 || nrIoQueues < 0) {
            throw new Failure.InvalidRequest(
                    "connect options out of range: ctrlLossTmo " + ctrlLossTmo + ", reconnectDelay " + reconnectDelay
                            + ", keepAliveTmo " + keepAliveTmo + ", fastIoFailTmo " + fastIoFailTmo + ", nrIoQueues "
                            + nrIoQueues,
                    "ctrlLossTmo >= -1, reconnectDelay >= 1, the others >= 0");
        }
    }

    /** Whether reads and writes fail before an export that goes off and on again is back. */
    public boolean isImpatient() {
        return fastIoFailTmo > 0 && fastIoFailTmo <= reconnectDelay + RE_EXPORT;
    }
}
