package io.srvlab.csi.rds.rds;

import java.time.Duration;
import java.time.Instant;

/**
 * When the RDS was last started, by this machine's clock, and whether nobody had shut it down before: what it had acknowledged
 * and not yet written to its disks is gone then, whoever it was acknowledged to.
 */
public record RdsBoot(Instant at, boolean unexpected) {
    private static final Duration TOLERANCE = Duration.ofSeconds(10);
    private static final int DRIFT = 1000;

    /** Whether a volume that has been attached since then was so across an unexpected start. */
    public boolean cameUnder(Instant attachedSince) {
        return unexpected && attachedSince.isBefore(at);
    }

    /** Whether both are one start, seen twice: the two machines' clocks part by less than one second in a thousand. */
    boolean isSameAs(RdsBoot other, Instant now) {
        Duration apart = Duration.between(at, other.at).abs();
        Duration drift = Duration.between(at, now).dividedBy(DRIFT);
        return apart.compareTo(drift.compareTo(TOLERANCE) > 0 ? drift : TOLERANCE) <= 0;
    }
}
