package io.srvlab.csi.rds.simulator.rds;

import java.util.ArrayList;
import java.util.List;

/** What no correct driver ever makes happen; a test asserts that the list is empty. */
final class Invariants {
    private static final int KEPT = 1000;

    private final List<String> broken = new ArrayList<>();

    synchronized void broken(String what) {
        if (broken.size() < KEPT) {
            broken.add(what);
        }
    }

    synchronized List<String> violations() {
        return List.copyOf(broken);
    }

    synchronized void clear() {
        broken.clear();
    }
}
