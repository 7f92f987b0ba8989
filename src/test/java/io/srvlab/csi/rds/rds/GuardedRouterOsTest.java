package io.srvlab.csi.rds.rds;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.srvlab.csi.rds.routeros.RejectionReason;
import io.srvlab.csi.rds.routeros.Reply;
import io.srvlab.csi.rds.routeros.Script;
import io.srvlab.csi.rds.routeros.TransportFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class GuardedRouterOsTest {
    private static final Script READ = Script.reading("look");
    private static final Script WRITE = Script.writing("make", List.of());
    private static final Duration READS = Duration.ofSeconds(30);
    private static final Duration WRITES = Duration.ofSeconds(150);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final ScriptedRouterOs device = new ScriptedRouterOs();
    private final CircuitBreaker breaker = CircuitBreaker.of(
            "rds",
            CircuitBreakerConfig.custom()
                    .slidingWindowSize(20)
                    .minimumNumberOfCalls(10)
                    .failureRateThreshold(80)
                    .build());
    private final GuardedRouterOs guarded = guarded(4);

    @Test
    void whatTheDeviceAnsweredIsHandedOn() {
        device.answering(ScriptedRouterOs.DONE);

        guarded.execute(READ)
                .as(StepVerifier::create)
                .expectNext(ScriptedRouterOs.DONE)
                .verifyComplete();
    }

    @Test
    void lostAndUnsentScriptsAreRunAgainAfterAPause() {
        device.failing(new TransportFailure.Doubtful("cut"))
                .failing(new TransportFailure.NotSent("no session"))
                .answering(ScriptedRouterOs.DONE);

        StepVerifier.withVirtualTime(() -> guarded.execute(WRITE))
                .expectSubscription()
                .expectNoEvent(PAUSE.multipliedBy(2))
                .expectNext(ScriptedRouterOs.DONE)
                .verifyComplete();
        assertThat(device.asked()).containsExactly("make", "make", "make");
    }

    @Test
    void theLastFailureIsHandedOnAsItIs() {
        TransportFailure cut = new TransportFailure.Doubtful("cut");
        device.failing(cut).failing(cut).failing(cut).failing(cut);

        StepVerifier.withVirtualTime(() -> guarded.execute(READ))
                .thenAwait(READS)
                .verifyErrorSatisfies(failure -> assertThat(failure).isSameAs(cut));
        assertThat(device.asked()).hasSize(4);
    }

    @Test
    void aRefusedIdentityIsNotTriedAgain() {
        device.failing(new TransportFailure.Refused("wrong host key"));

        guarded.execute(READ).as(StepVerifier::create).verifyError(TransportFailure.Refused.class);
        assertThat(device.asked()).hasSize(1);
    }

    @Test
    void aRejectionIsAnAnswerAndNeverTriedAgain() {
        Reply rejected = new Reply.Rejected(Map.of(), RejectionReason.NO_SPACE, "failure: not enough space");
        device.answering(rejected);

        guarded.execute(WRITE).as(StepVerifier::create).expectNext(rejected).verifyComplete();
        assertThat(device.asked()).hasSize(1);
    }

    @Test
    void aReadThatIsNotAnsweredEndsAtItsDeadline() {
        device.answering(Mono.never());

        StepVerifier.withVirtualTime(() -> guarded.execute(READ))
                .expectSubscription()
                .expectNoEvent(READS.minusMillis(1))
                .thenAwait(Duration.ofMillis(1))
                .verifyErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOf(TransportFailure.Doubtful.class)
                        .hasMessage("the RDS did not answer look within 30 s"));
    }

    @Test
    void aWriteHasItsOwnDeadline() {
        device.answering(Mono.never());

        StepVerifier.withVirtualTime(() -> guarded.execute(WRITE))
                .expectSubscription()
                .expectNoEvent(WRITES.minusMillis(1))
                .thenAwait(Duration.ofMillis(1))
                .verifyError(TransportFailure.Doubtful.class);
    }

    @Test
    void theDeadlineCoversEveryAttempt() {
        Mono<Reply> slowly = Mono.defer(() -> Mono.delay(Duration.ofSeconds(20)))
                .then(Mono.error(new TransportFailure.Doubtful("cut")));
        device.answering(slowly).answering(slowly);

        StepVerifier.withVirtualTime(() -> guarded.execute(READ))
                .expectSubscription()
                .expectNoEvent(READS.minusMillis(1))
                .thenAwait(Duration.ofMillis(1))
                .verifyErrorSatisfies(failure -> assertThat(failure).hasMessageContaining("within 30 s"));
        assertThat(device.asked()).hasSize(2);
    }

    @Test
    void aDeviceThatIsAwayIsNotAskedWhileTheBreakerIsOpen() {
        GuardedRouterOs once = guarded(1);
        for (int call = 0; call < 10; call++) {
            device.failing(new TransportFailure.NotSent("no route"));
            once.execute(READ).as(StepVerifier::create).verifyError(TransportFailure.NotSent.class);
        }

        once.execute(READ)
                .as(StepVerifier::create)
                .verifyErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOf(TransportFailure.NotSent.class)
                        .hasMessageContaining("breaker"));
        assertThat(device.asked()).hasSize(10);
    }

    @Test
    void rejectionsNeverOpenTheBreaker() {
        Reply rejected = new Reply.Rejected(Map.of(), RejectionReason.UNKNOWN, "failure: execution error");
        for (int call = 0; call < 30; call++) {
            device.answering(rejected);
            guarded.execute(WRITE).as(StepVerifier::create).expectNext(rejected).verifyComplete();
        }

        assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    @Test
    void oneCallerTooManyIsTurnedAwayAtOnceAndNothingIsSent() {
        GuardedRouterOs narrow = new GuardedRouterOs(device, bulkhead(1), breaker, retry(1), deadlines());
        device.answering(Mono.never());

        StepVerifier.withVirtualTime(() -> Mono.firstWithSignal(narrow.execute(READ), narrow.execute(READ)))
                .verifyErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOf(TransportFailure.NotSent.class)
                        .hasMessageContaining("too many calls wait for the RDS (1)"));
        assertThat(device.asked()).hasSize(1);
    }

    @Test
    void aCancelledCallMakesRoomForTheNext() {
        GuardedRouterOs narrow = new GuardedRouterOs(device, bulkhead(1), breaker, retry(1), deadlines());
        device.answering(Mono.never()).answering(ScriptedRouterOs.DONE);

        StepVerifier.withVirtualTime(() -> narrow.execute(READ))
                .thenAwait(Duration.ofSeconds(1))
                .thenCancel()
                .verify();

        narrow.execute(READ).as(StepVerifier::create).expectNextCount(1).verifyComplete();
    }

    private GuardedRouterOs guarded(int attempts) {
        return new GuardedRouterOs(device, bulkhead(100), breaker, retry(attempts), deadlines());
    }

    private static Bulkhead bulkhead(int calls) {
        return Bulkhead.of(
                "rds",
                BulkheadConfig.custom()
                        .maxConcurrentCalls(calls)
                        .maxWaitDuration(Duration.ZERO)
                        .build());
    }

    private static Retry retry(int attempts) {
        return Retry.of(
                "rds",
                RetryConfig.custom()
                        .maxAttempts(attempts)
                        .intervalFunction(IntervalFunction.of(PAUSE))
                        .retryExceptions(TransportFailure.Doubtful.class, TransportFailure.NotSent.class)
                        .ignoreExceptions(TransportFailure.Refused.class)
                        .build());
    }

    private static GuardedRouterOs.Deadlines deadlines() {
        return new GuardedRouterOs.Deadlines(READS, WRITES);
    }
}
