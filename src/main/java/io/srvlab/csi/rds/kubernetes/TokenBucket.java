package io.srvlab.csi.rds.kubernetes;

import java.time.Duration;
import java.time.Instant;

/** So many tokens at once, and one more after each pause; for one thread at a time. */
record TokenBucket(int burst, Duration pause, Instant fullAt) {
    static TokenBucket full(int burst, Duration pause) {
        return new TokenBucket(burst, pause, Instant.EPOCH);
    }

    boolean isEmpty(Instant now) {
        return fullAt.isAfter(now.plus(pause.multipliedBy(burst - 1L)));
    }

    TokenBucket withOneLess(Instant now) {
        return new TokenBucket(burst, pause, (fullAt.isAfter(now) ? fullAt : now).plus(pause));
    }
}
