package io.srvlab.csi.rds.rds;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * One read for all callers that wait at the same time. A caller never gets the result of a read that began before it asked:
 * while one runs, newcomers share the next.
 */
final class SharedRead<T> {
    private final Mono<T> read;
    private final AtomicReference<@Nullable Turn> running = new AtomicReference<>();
    private final AtomicReference<@Nullable Mono<T>> next = new AtomicReference<>();

    SharedRead(Mono<T> read) {
        this.read = read;
    }

    Mono<T> get() {
        return Mono.defer(this::join);
    }

    private Mono<T> join() {
        Turn fresh = new Turn();
        if (running.compareAndSet(null, fresh)) {
            return fresh.result;
        }
        Mono<T> waiting = next.get();
        if (waiting != null) {
            return waiting;
        }
        Mono<T> queued = afterRunning();
        Mono<T> other = next.compareAndExchange(null, queued);
        return other == null ? queued : other;
    }

    /** Waits for the running read whatever its outcome, then reads; whoever asks from then on queues for the one after. */
    private Mono<T> afterRunning() {
        Turn current = running.get();
        Mono<Void> ended =
                current == null ? Mono.empty() : current.result.then().onErrorComplete();
        return ended.then(Mono.defer(this::promote)).cache();
    }

    private Mono<T> promote() {
        Turn fresh = new Turn();
        running.set(fresh);
        next.set(null);
        return fresh.result;
    }

    /** One read; it clears its own place only, for the next may have begun before its end is noticed here. */
    private final class Turn {
        private final Mono<T> result =
                read.doFinally(end -> running.compareAndSet(this, null)).cache();
    }
}
