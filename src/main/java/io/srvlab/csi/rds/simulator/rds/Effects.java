package io.srvlab.csi.rds.simulator.rds;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** What one command line does beyond its text: it may take time, or wait for an answer to a question for ever. */
final class Effects {
    private final AtomicReference<Duration> takes = new AtomicReference<>(Duration.ZERO);
    private final AtomicBoolean waits = new AtomicBoolean();

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
