package io.srvlab.csi.rds.rds;

import io.srvlab.csi.rds.volume.Readiness;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Whether the RDS can be worked with, kept up to date in the background so that asking costs nothing. Never part of the CSI
 * Probe: a driver must not be restarted because its RDS is away (the prior driver's crash loops).
 */
public final class RdsHealth implements Readiness {
    /** How much more often it is asked while it is away: recovery is to be noticed soon. */
    private static final int HURRY = 5;

    private final RdsClient rds;
    private final AtomicReference<State> state = new AtomicReference<>(new State(false, "the RDS was not asked yet"));

    public RdsHealth(RdsClient rds) {
        this.rds = rds;
    }

    @Override
    public State state() {
        return state.get();
    }

    /** Asks at once, then every {@code period}, and five times as often while not ready; never ends. The composition root subscribes. */
    public Flux<State> watch(Duration period) {
        return Mono.defer(this::check).repeatWhen(ends -> ends.concatMap(end -> Mono.delay(pause(period))));
    }

    private Duration pause(Duration period) {
        return state().ready() ? period : period.dividedBy(HURRY);
    }

    private Mono<State> check() {
        return rds.probe()
                .map(version -> new State(true, "RouterOS " + version))
                .onErrorResume(failure -> Mono.just(new State(false, String.valueOf(failure.getMessage()))))
                .doOnNext(state::set);
    }
}
