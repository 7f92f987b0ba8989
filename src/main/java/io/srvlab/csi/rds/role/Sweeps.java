package io.srvlab.csi.rds.role;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The only class that subscribes: starts what runs in the background of a role, ends it at shutdown, and then does what is left to
 * be done before the process ends.
 */
final class Sweeps implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeps.class);

    private static final Duration FAREWELL = Duration.ofSeconds(10);

    private final List<Sweep> sweeps;
    private final List<Farewell> farewells;
    private volatile Disposable.Composite running = Disposables.composite();

    /** Background work: endless, or done when it is done. */
    record Sweep(String name, Mono<Void> work) {}

    /** Work of the last moment, which has ten seconds. */
    record Farewell(String name, Mono<Void> work) {}

    Sweeps(List<Sweep> sweeps, List<Farewell> farewells) {
        this.sweeps = List.copyOf(sweeps);
        this.farewells = List.copyOf(farewells);
    }

    @Override
    public void start() {
        Disposable.Composite started = Disposables.composite();
        sweeps.forEach(sweep -> started.add(sweep.work()
                .doOnError(bug -> LOG.error("background work '{}' ended", sweep.name(), bug))
                .onErrorComplete()
                .subscribe()));
        running = started;
    }

    @Override
    public void stop() {
        running.dispose();
    }

    @Override
    public void stop(Runnable stopped) {
        stop();
        Flux.fromIterable(farewells)
                .flatMap(Sweeps::said)
                .doFinally(end -> stopped.run())
                .subscribe();
    }

    private static Mono<Void> said(Farewell farewell) {
        return farewell.work()
                .timeout(FAREWELL)
                .doOnError(fault -> LOG.warn("'{}' did not end well: {}", farewell.name(), fault.toString()))
                .onErrorComplete();
    }

    @Override
    public boolean isRunning() {
        return running.size() > 0 && !running.isDisposed();
    }
}
