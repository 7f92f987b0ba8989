package io.srvlab.csi.rds.nvme;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What the kernel has soon is not waited for long, and what it has late is not asked for all the time. */
class PollingTest {
    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void aDeviceThatIsThereAfterFiveMillisecondsIsNotWaitedForTwenty() {
        StepVerifier.withVirtualTime(() -> answeredAtLook(2))
                .expectSubscription()
                .thenAwait(Duration.ofMillis(5))
                .expectNext(2)
                .verifyComplete();
    }

    @Test
    void aDeviceThatDoesNotComeIsAskedForFourTimesASecond() {
        StepVerifier.withVirtualTime(() -> answeredAtLook(8 + 4 * 60))
                .expectSubscription()
                .expectNoEvent(Duration.ofSeconds(60))
                .thenAwait(Duration.ofSeconds(1))
                .expectNextCount(1)
                .verifyComplete();
    }

    private Mono<Integer> answeredAtLook(int number) {
        return new Polling(Flux::never)
                .until(() -> Mono.fromSupplier(looks::incrementAndGet).filter(look -> look == number));
    }
}
