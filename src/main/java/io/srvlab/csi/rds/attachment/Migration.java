package io.srvlab.csi.rds.attachment;

import java.time.Duration;
import java.time.Instant;

/** A live migration under way: since when two nodes hold the volume, and how long they may. */
public record Migration(Instant startedAt, Duration timeout) {
    /** No migration is under way. */
    public static final Migration NONE = new Migration(Instant.EPOCH, Duration.ZERO);

    public boolean isUnderWay() {
        return !timeout.isZero();
    }

    /** How long it has been under way. */
    public Duration elapsed(Instant now) {
        return Duration.between(startedAt, now);
    }

    public boolean isOverdue(Instant now) {
        return isUnderWay() && elapsed(now).compareTo(timeout) > 0;
    }
}
