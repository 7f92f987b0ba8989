package io.srvlab.csi.rds.ssh;

import io.srvlab.csi.rds.routeros.TransportFailure;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.Disposable;
import reactor.core.Disposables;

/** One line to run, from the queue to its outcome, which it tells exactly once; lives on the {@link Loop}. */
final class Exec {
    private final String line;
    private final Duration deadline;
    private final Outcome outcome;
    private volatile Disposable timer = Disposables.disposed();
    private volatile boolean done;
    private final AtomicInteger refusals = new AtomicInteger();

    Exec(String line, Duration deadline, Outcome outcome) {
        this.line = line;
        this.deadline = deadline;
        this.outcome = outcome;
    }

    String line() {
        return line;
    }

    Duration deadline() {
        return deadline;
    }

    boolean isDone() {
        return done;
    }

    /** How often a channel for it was refused, this time included. */
    int refused() {
        return refusals.incrementAndGet();
    }

    /** Replaces the deadline before. */
    void due(Disposable next) {
        timer.dispose();
        timer = next;
    }

    void answer(String text, boolean whole) {
        if (end()) {
            outcome.answered(text, whole);
        }
    }

    void fail(TransportFailure failure) {
        if (end()) {
            outcome.failed(failure);
        }
    }

    /** The caller is gone; nothing is told any more. */
    void abandon() {
        end();
    }

    private boolean end() {
        boolean first = !done;
        done = true;
        timer.dispose();
        return first;
    }

    /** Who wants to know. */
    interface Outcome {
        /** {@code whole}: the device itself ended the channel; otherwise the connection was lost. */
        void answered(String text, boolean whole);

        void failed(TransportFailure failure);
    }
}
