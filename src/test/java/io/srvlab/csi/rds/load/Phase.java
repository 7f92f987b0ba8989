package io.srvlab.csi.rds.load;

import io.grpc.Status;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Calls of one kind, so many at a time: how long each took, and how the failed ones failed. */
final class Phase<I> {
    private final String rpc;
    private final Function<I, Mono<?>> call;
    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
    private final Map<Status.Code, LongAdder> failures = new ConcurrentHashMap<>();

    Phase(String rpc, Function<I, Mono<?>> call) {
        this.rpc = rpc;
        this.call = call;
    }

    Mono<Result> run(Flux<I> inputs, int inFlight, RoundTrips roundTrips) {
        return Mono.defer(() -> {
            long before = roundTrips.count();
            long begin = System.nanoTime();
            return inputs.flatMap(this::timed, inFlight)
                    .then(Mono.fromSupplier(() -> result(System.nanoTime() - begin, before, roundTrips)));
        });
    }

    /** One call by itself. */
    Mono<Void> one(I input) {
        return timed(input);
    }

    /** What the calls made by {@link #one} took. */
    Result soFar() {
        return result(0, -1, RoundTrips.UNKNOWN);
    }

    private Mono<Void> timed(I input) {
        return Mono.defer(() -> {
            long begin = System.nanoTime();
            return call.apply(input)
                    .doOnError(this::count)
                    .doOnTerminate(() -> nanos.add(System.nanoTime() - begin))
                    .onErrorComplete()
                    .then();
        });
    }

    private void count(Throwable failure) {
        failures.computeIfAbsent(code(failure), unseen -> new LongAdder()).increment();
    }

    private Result result(long took, long before, RoundTrips roundTrips) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        var counted = new TreeMap<Status.Code, Long>();
        failures.forEach((code, count) -> counted.put(code, count.sum()));
        long after = roundTrips.count();
        return new Result(rpc, Duration.ofNanos(took), sorted, counted, after < 0 ? -1 : after - before);
    }

    private static Status.Code code(Throwable failure) {
        return Status.fromThrowable(failure).getCode();
    }

    /** What a phase measured; {@code roundTrips} is negative where nobody counts them. */
    record Result(String rpc, Duration took, long[] nanos, Map<Status.Code, Long> failures, long roundTrips) {
        long failed() {
            return failures.values().stream().mapToLong(Long::longValue).sum();
        }

        double perSecond() {
            return (nanos.length - failed()) / (took.toNanos() / 1e9);
        }

        double percentileMillis(double percentile) {
            if (nanos.length == 0) {
                return 0;
            }
            int rank = (int) Math.ceil(percentile * nanos.length) - 1;
            return nanos[Math.clamp(rank, 0, nanos.length - 1)] / 1e6;
        }

        double roundTripsPerCall() {
            return roundTrips < 0 || nanos.length == 0 ? Double.NaN : (double) roundTrips / nanos.length;
        }

        @Override
        public String toString() {
            return rpc + " " + failures + " " + Arrays.hashCode(nanos);
        }
    }
}
