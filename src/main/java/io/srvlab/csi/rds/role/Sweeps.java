package io.srvlab.csi.rds.role;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/** The only class that subscribes: starts what runs in the background of a role, and ends it at shutdown. */
final class Sweeps implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeps.class);

    private final List<Sweep> sweeps;
    private volatile Disposable.Composite running = Disposables.composite();

    /** Background work: endless, or done when it is done. */
    record Sweep(String name, Mono<Void> work) {}

    Sweeps(List<Sweep> sweeps) {
        this.sweeps = List.copyOf(sweeps);
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
    public boolean isRunning() {
        return running.size() > 0 && !running.isDisposed();
    }
}
