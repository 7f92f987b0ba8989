package io.srvlab.csi.rds.role;

import io.srvlab.csi.rds.kubernetes.LeaseLeadership;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;

/** Gives the lead back at shutdown, after the background work has ended and before the way to the API server closes. */
final class StepDown implements SmartLifecycle {
    private final LeaseLeadership leadership;
    private final Duration deadline;
    private volatile boolean running;

    StepDown(LeaseLeadership leadership, Duration deadline) {
        this.leadership = leadership;
        this.deadline = deadline;
    }

    @Override
    public void start() {
        running = true;
    }

    /** Those that start last stop first. */
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public void stop(Runnable done) {
        running = false;
        Disposable _ = leadership
                .release()
                .timeout(deadline)
                .onErrorComplete()
                .doFinally(end -> done.run())
                .subscribe();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
