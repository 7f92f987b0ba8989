package io.srvlab.csi.rds.nvme;

import io.srvlab.csi.rds.host.DeviceEvents;
import java.time.Duration;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Asks again until there is an answer: whenever a device has come or gone, and anyway, at first after 5 ms (a kernel has a
 * device that soon after its connect), then ever slower up to 250 ms; the caller sets the deadline.
 */
final class Polling {
    private static final Duration FIRST = Duration.ofMillis(5);
    private static final Duration SLOWEST = Duration.ofMillis(250);

    private final DeviceEvents events;

    Polling(DeviceEvents events) {
        this.events = events;
    }

    <T> Mono<T> until(Supplier<Mono<T>> question) {
        return Mono.defer(question).repeatWhenEmpty(Integer.MAX_VALUE, rounds -> rounds.concatMap(this::nextLook));
    }

    private Mono<Long> nextLook(long round) {
        Mono<Long> event = events.changes().next().map(Integer::longValue).switchIfEmpty(Mono.never());
        return Mono.firstWithSignal(Mono.delay(pause(round)), event);
    }

    private static Duration pause(long round) {
        Duration grown = FIRST.multipliedBy(1L << Math.min(round, 6));
        return grown.compareTo(SLOWEST) < 0 ? grown : SLOWEST;
    }
}
