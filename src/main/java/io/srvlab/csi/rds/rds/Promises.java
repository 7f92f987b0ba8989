package io.srvlab.csi.rds.rds;

import io.srvlab.csi.rds.volume.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Counts what is being made, so that creations which the device runs side by side do not overfill the pool together. A creation
 * that is done on the device and not yet answered counts twice: who is refused for the others' sake looks again, one at a time,
 * when those have ended.
 */
final class Promises {
    /** A creation that takes longer than this is not waited for; its promise still counts. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AtomicLong promised = new AtomicLong();
    private final Set<Promise> running = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Mono<Void>> lastInTurn = new AtomicReference<>(Mono.empty());

    /** {@code operation} is told how many bytes the others are about to take. */
    <T> Mono<T> promising(long bytes, Function<Long, Mono<T>> operation) {
        return look(bytes, operation)
                .onErrorResume(Crowded.class, crowded -> inTurn(look(bytes, operation)))
                .onErrorMap(Crowded.class, crowded -> crowded.refusal);
    }

    /** The promise ends before its caller hears of the end. */
    private <T> Mono<T> look(long bytes, Function<Long, Mono<T>> operation) {
        return Mono.using(
                () -> begin(bytes),
                promise -> operation
                        .apply(promise.others())
                        .onErrorMap(Failure.NoSpace.class, full -> promise.others() > 0 ? new Crowded(full) : full),
                this::end);
    }

    private Promise begin(long bytes) {
        Promise promise = new Promise(bytes, promised.getAndAdd(bytes), Sinks.empty());
        running.add(promise);
        return promise;
    }

    private void end(Promise promise) {
        promised.addAndGet(-promise.bytes());
        running.remove(promise);
        promise.ended().tryEmitEmpty();
    }

    private <T> Mono<T> inTurn(Mono<T> work) {
        return Mono.defer(() -> {
            Sinks.Empty<Void> done = Sinks.empty();
            Mono<Void> before = lastInTurn.getAndSet(done.asMono());
            return before.then(quiet()).then(work).doFinally(end -> done.tryEmitEmpty());
        });
    }

    private Mono<Void> quiet() {
        return Mono.defer(() -> Mono.when(endings()).timeout(PATIENCE, Mono.empty()));
    }

    private List<Mono<Void>> endings() {
        return running.stream().map(promise -> promise.ended().asMono()).toList();
    }

    /** Identified by its sink: two creations of one size are two. */
    private record Promise(long bytes, long others, Sinks.Empty<Void> ended) {}

    /** Refused, perhaps only because of what others had promised. */
    private static final class Crowded extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final Failure.NoSpace refusal;

        Crowded(Failure.NoSpace refusal) {
            super(refusal);
            this.refusal = refusal;
        }
    }
}
