package io.srvlab.csi.rds.kubernetes;

import java.time.Duration;
import java.time.Instant;

/**
 * What one contender knows of the race for a lease. Another's lease runs out when it has not been seen to change for its whole
 * length, by this contender's own clock: clocks of other machines are never compared with it.
 *
 * @param holder who is seen to hold it; empty for nobody
 * @param renewal what the holder last wrote there
 * @param seenAt when that was first seen
 */
record LeaseRace(String holder, String renewal, Instant seenAt) {
    static final LeaseRace UNKNOWN = new LeaseRace("", "", Instant.EPOCH);

    /** What is known after looking at the lease once more. */
    LeaseRace seeing(String nowHolder, String nowRenewal, Instant now) {
        boolean same = holder.equals(nowHolder) && renewal.equals(nowRenewal) && !equals(UNKNOWN);
        return same ? this : new LeaseRace(nowHolder, nowRenewal, now);
    }

    boolean mayTake(String me, Duration length, Instant now) {
        return holder.isEmpty() || holder.equals(me) || !now.isBefore(seenAt.plus(length));
    }
}
