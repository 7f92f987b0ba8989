package io.srvlab.csi.rds.simulator.rds;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** What one command line does beyond its text: it may take time, or wait for an answer to a question for ever. */
final class Effects {
    private final AtomicReference<Duration> takes = new AtomicReference<>(Duration.ZERO);
    private final AtomicReference<Work> work = new AtomicReference<>(Work.NONE);
    private final AtomicBoolean waits = new AtomicBoolean();

    /** Leaves something to be done later; the command takes as long if it waits for that. */
    void leave(Work later) {
        work.set(later);
        if (!later.inBackground()) {
            take(later.takes());
        }
    }

    Work work() {
        return work.get();
    }

    void take(Duration time) {
        takes.updateAndGet(time::plus);
    }

    void waitForEver() {
        waits.set(true);
    }

    Duration takes() {
        return takes.get();
    }

    boolean waits() {
        return waits.get();
    }
}
