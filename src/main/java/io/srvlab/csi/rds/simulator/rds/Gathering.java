package io.srvlab.csi.rds.simulator.rds;

import java.util.ArrayList;
import java.util.List;

/** Holds commands until so many have come, then lets all of them go on: it proves that they were under way together. */
public final class Gathering {
    private final int expected;
    private final List<Runnable> held = new ArrayList<>();

    public Gathering(int expected) {
        if (expected < 1) {
            throw new IllegalArgumentException("gathering of " + expected + "; use 1 or more");
        }
        this.expected = expected;
    }

    void arrive(Runnable command) {
        complete(command).forEach(Runnable::run);
    }

    private synchronized List<Runnable> complete(Runnable command) {
        held.add(command);
        if (held.size() < expected) {
            return List.of();
        }
        List<Runnable> all = List.copyOf(held);
        held.clear();
        return all;
    }
}
