package io.srvlab.csi.rds.simulator.host;

/** A command touched a device whose target is away: the real one would hang. */
final class TargetAway extends RuntimeException {
    TargetAway() {
        super("the target is away", null, false, false);
    }
}
