package io.srvlab.csi.rds.simulator.host;

/** What the kernel does with a program that reads or writes a device whose target is away: it hangs. */
final class TargetAway extends RuntimeException {
    private final boolean begun;

    /** {@code begun}: the program has done a part of its work, and cannot simply be begun anew when the target is back. */
    TargetAway(boolean begun) {
        super("the target is away", null, false, false);
        this.begun = begun;
    }

    boolean begun() {
        return begun;
    }
}
