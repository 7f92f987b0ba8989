package io.srvlab.csi.rds.rds;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.reactor.bulkhead.operator.BulkheadOperator;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.github.resilience4j.reactor.retry.RetryOperator;
import io.github.resilience4j.retry.Retry;
import io.srvlab.csi.rds.routeros.Reply;
import io.srvlab.csi.rds.routeros.RouterOs;
import io.srvlab.csi.rds.routeros.Script;
import io.srvlab.csi.rds.routeros.TransportFailure;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * A device asked with a bound on waiting callers, a breaker that opens when the device is away, a few retries with jitter, and
 * a deadline over all of it. What may be retried is decided by the failure's type, never by its text; every script may run
 * again.
 */
public final class GuardedRouterOs implements RouterOs {
    private final RouterOs device;
    private final Bulkhead bulkhead;
    private final CircuitBreaker breaker;
    private final Retry retry;
    private final Deadlines deadlines;

    /** How long a call may take in all, retries included. */
    public record Deadlines(Duration reads, Duration writes) {}

    public GuardedRouterOs(
            RouterOs device, Bulkhead bulkhead, CircuitBreaker breaker, Retry retry, Deadlines deadlines) {
        this.device = device;
        this.bulkhead = bulkhead;
        this.breaker = breaker;
        this.retry = retry;
        this.deadlines = deadlines;
    }

    @Override
    public Mono<Reply> execute(Script script) {
        Duration deadline = script.writes() ? deadlines.writes() : deadlines.reads();
        return device.execute(script)
                .transformDeferred(CircuitBreakerOperator.of(breaker))
                .onErrorMap(
                        CallNotPermittedException.class,
                        open -> new TransportFailure.NotSent(
                                "the RDS has not answered lately; not asked again until the breaker closes", open))
                .transformDeferred(RetryOperator.of(retry))
                .timeout(
                        deadline,
                        Mono.error(() -> new TransportFailure.Doubtful(
                                "the RDS did not answer " + script.name() + " within " + deadline.toSeconds() + " s")))
                .transformDeferred(BulkheadOperator.of(bulkhead))
                .onErrorMap(
                        BulkheadFullException.class,
                        full -> new TransportFailure.NotSent(
                                "too many calls wait for the RDS ("
                                        + bulkhead.getBulkheadConfig().getMaxConcurrentCalls() + ")",
                                full));
    }
}
