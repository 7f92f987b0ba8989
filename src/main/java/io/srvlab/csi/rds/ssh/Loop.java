package io.srvlab.csi.rds.ssh;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/** One worker on which all of the pool's state lives, so that nothing of it needs a lock; and its clock and timers. */
final class Loop {
    private final Scheduler scheduler;
    private final Scheduler.Worker worker;

    Loop(Scheduler scheduler) {
        this.scheduler = scheduler;
        this.worker = scheduler.createWorker();
    }

    /** False when the loop has ended and the task will not run. */
    boolean run(Runnable task) {
        try {
            worker.schedule(task);
            return true;
        } catch (RejectedExecutionException ended) {
            return false;
        }
    }

    Disposable after(Duration delay, Runnable task) {
        try {
            return worker.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException ended) {
            return Disposables.disposed();
        }
    }

    /** For what may block a little: names, files. */
    void aside(Runnable task) {
        scheduler.schedule(task);
    }

    long millis() {
        return scheduler.now(TimeUnit.MILLISECONDS);
    }

    void end() {
        worker.dispose();
    }
}
