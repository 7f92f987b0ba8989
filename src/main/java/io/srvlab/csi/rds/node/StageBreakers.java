package io.srvlab.csi.rds.node;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.srvlab.csi.rds.volume.BreakerResets;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/**
 * Stops staging a volume whose filesystem keeps being refused: kubelet retries for ever, and every attempt at a corrupt
 * filesystem costs a check, a mount and a chance of worse. A target that is out of reach is no fault of the volume and does
 * not count.
 */
public final class StageBreakers {
    private static final int FAILURES = 3;

    private final CircuitBreakerConfig config;
    private final BreakerResets resets;
    private final Map<VolumeId, CircuitBreaker> breakers = new ConcurrentHashMap<>();
    private final Map<VolumeId, String> reasons = new ConcurrentHashMap<>();

    /** {@code pause} is how long a volume is left alone after its third failure in a row, unless somebody has mended it. */
    public StageBreakers(Duration pause, BreakerResets resets) {
        this.resets = resets;
        this.config = CircuitBreakerConfig.custom()
                .slidingWindow(FAILURES, FAILURES, CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(100)
                .waitDurationInOpenState(pause)
                .permittedNumberOfCallsInHalfOpenState(1)
                .ignoreException(failure -> !isTheVolumes(failure))
                .build();
    }

    <T> Mono<T> guard(VolumeId volume, Mono<T> work) {
        return once(volume, work)
                .onErrorResume(
                        CallNotPermittedException.class, open -> mended(volume).flatMap(mended -> once(volume, work)))
                .onErrorMap(CallNotPermittedException.class, open -> refused(volume));
    }

    private <T> Mono<T> once(VolumeId volume, Mono<T> work) {
        return Mono.defer(() -> work.transformDeferred(CircuitBreakerOperator.of(breaker(volume)))
                .doOnError(StageBreakers::isTheVolumes, why -> reasons.put(volume, String.valueOf(why.getMessage())))
                .doOnSuccess(done -> reset(volume)));
    }

    /** The administrator has mended the volume, or takes the risk. Not being able to tell is a no. */
    private Mono<Boolean> mended(VolumeId volume) {
        return resets.take(volume)
                .onErrorReturn(Failure.class, false)
                .doOnNext(wished -> forget(volume, wished))
                .filter(wished -> wished)
                .switchIfEmpty(Mono.error(() -> refused(volume)));
    }

    private void forget(VolumeId volume, boolean wished) {
        if (wished) {
            reset(volume);
        }
    }

    /** Forgets the volume's failures: it has succeeded, or been mended, or has left the node. */
    void reset(VolumeId volume) {
        breakers.remove(volume);
        reasons.remove(volume);
    }

    private CircuitBreaker breaker(VolumeId volume) {
        return breakers.computeIfAbsent(volume, id -> CircuitBreaker.of(id.value(), config));
    }

    private static boolean isTheVolumes(Throwable failure) {
        return failure instanceof Failure.Conflict || failure instanceof Failure.Unexpected;
    }

    private Failure refused(VolumeId volume) {
        return new Failure.Conflict(
                "volume " + volume + " has failed to mount " + FAILURES + " times in a row and is left alone for "
                        + config.getWaitIntervalFunctionInOpenState().apply(1) / 60_000
                        + " minutes; the last time: " + reasons.getOrDefault(volume, "unknown"),
                "once it is mended, annotate its PV with rds.csi.srvlab.io/reset-circuit-breaker=true");
    }
}
