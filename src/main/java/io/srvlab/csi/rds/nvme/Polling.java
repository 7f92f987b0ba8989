package io.srvlab.csi.rds.nvme;

import java.time.Duration;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** Asks again until there is an answer, at first every 20 ms, then ever slower up to 250 ms; the caller sets the deadline. */
final class Polling {
    private static final Duration SLOWEST = Duration.ofMillis(250);

    private Polling() {}

    static <T> Mono<T> until(Supplier<Mono<T>> question) {
        return Mono.defer(question)
                .repeatWhenEmpty(Integer.MAX_VALUE, rounds -> rounds.concatMap(round -> Mono.delay(pause(round))));
    }

    private static Duration pause(long round) {
        Duration grown = Duration.ofMillis(20).multipliedBy(1L << Math.min(round, 5));
        return grown.compareTo(SLOWEST) < 0 ? grown : SLOWEST;
    }
}
