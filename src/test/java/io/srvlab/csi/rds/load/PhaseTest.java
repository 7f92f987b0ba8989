package io.srvlab.csi.rds.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A load table can be believed: nothing failed is counted as done, nothing is lost. */
class PhaseTest {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    @Test
    void failedCallsAreCountedByTheirCodeAndDoNotEndThePhase() {
        new Phase<Integer>("Every third fails", number -> number % 3 == 0 ? refused() : Mono.just(number))
                .run(Flux.range(1, 9), 4, RoundTrips.UNKNOWN)
                .as(StepVerifier::create)
                .assertNext(result -> {
                    assertThat(result.nanos()).hasSize(9);
                    assertThat(result.failures()).containsExactly(Map.entry(Status.Code.UNAVAILABLE, 3L));
                })
                .expectComplete()
                .verify(DEADLINE);
    }

    @Test
    void roundTripsAreThoseOfThePhaseDividedByItsCalls() {
        var execs = new AtomicLong(40);
        new Phase<Integer>("Two commands each", number -> Mono.fromSupplier(() -> execs.addAndGet(2)))
                .run(Flux.range(0, 5), 1, execs::get)
                .as(StepVerifier::create)
                .assertNext(result -> assertThat(result.roundTripsPerCall()).isEqualTo(2.0))
                .expectComplete()
                .verify(DEADLINE);
    }

    @Test
    void percentilesAreMeasuredValues() {
        var result = new Phase.Result("1 to 100 ms", Duration.ofSeconds(1), millis(100), Map.of(), -1);

        assertThat(result.percentileMillis(0.50)).isEqualTo(50.0);
        assertThat(result.percentileMillis(0.99)).isEqualTo(99.0);
        assertThat(result.perSecond()).isEqualTo(100.0);
        assertThat(result.roundTripsPerCall()).isNaN();
    }

    private static Mono<Integer> refused() {
        return Mono.error(Status.UNAVAILABLE.asException());
    }

    private static long[] millis(int most) {
        return LongStream.rangeClosed(1, most).map(millis -> millis * 1_000_000).toArray();
    }
}
