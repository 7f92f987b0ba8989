package io.srvlab.csi.rds.kubernetes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import reactor.core.publisher.Mono;

/** Lets so many requests per second through, after a burst of as many; the others wait for their turn, in order. */
public final class RequestPace {
    private final Clock clock;
    private final Duration each;
    private final Duration burst;
    private volatile Instant next = Instant.EPOCH;

    public RequestPace(int perSecond, Clock clock) {
        this.clock = clock;
        this.each = Duration.ofSeconds(1).dividedBy(perSecond);
        this.burst = Duration.ofSeconds(1);
    }

    Mono<Void> turn() {
        return Mono.defer(() -> {
            Duration wait = reserve(clock.instant());
            return wait.isPositive() ? Mono.delay(wait).then() : Mono.empty();
        });
    }

    /** How long the request that is made now has to wait. */
    synchronized Duration reserve(Instant now) {
        Instant mine = next.isAfter(now) ? next : now;
        next = mine.plus(each);
        Duration ahead = Duration.between(now, mine).minus(burst);
        return ahead.isPositive() ? ahead : Duration.ZERO;
    }
}
