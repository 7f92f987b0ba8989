package io.srvlab.csi.rds.simulator.rds;

import java.util.concurrent.atomic.AtomicLong;

/** The space of the pool: images are charged here, in bytes, whether or not anything is ever written to them. */
final class Pool {
    private final PoolSettings settings;
    private final Box box;
    private final AtomicLong charged = new AtomicLong();

    Pool(PoolSettings settings, Box box) {
        this.settings = settings;
        this.box = box;
    }

    PoolSettings settings() {
        return settings;
    }

    long free() {
        long real = settings.size() - settings.used() - charged.get();
        return box.faults().freeSpace().orElse(real);
    }

    /** Per cent in use, rounded as the device's samples are. */
    long use() {
        return Math.round(100.0 * (settings.size() - free()) / settings.size());
    }

    /** Takes that much of the space, or gives it back. */
    void charge(long bytes) {
        if (bytes > 0 && bytes > free()) {
            throw box.failure(ErrorText.NO_SPACE);
        }
        charged.addAndGet(bytes);
    }

    /** Space that is in use, whether or not there should be that much. */
    void occupied(long bytes) {
        charged.addAndGet(bytes);
    }

    boolean mounted() {
        return !box.faults().poolUnmounted();
    }

    boolean holds(String path) {
        return path.startsWith(settings.name() + "/");
    }

    boolean isNamed(String name) {
        return settings.name().equals(name) || settings.label().equals(name);
    }
}
