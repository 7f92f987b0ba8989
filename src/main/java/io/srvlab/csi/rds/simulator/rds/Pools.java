package io.srvlab.csi.rds.simulator.rds;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The pools of the device; what a file takes is charged to the pool it lies in. */
final class Pools {
    private final List<Pool> all = new CopyOnWriteArrayList<>();
    private final Box box;

    Pools(Box box) {
        this.box = box;
    }

    Pool add(PoolSettings settings) {
        if (named(settings.name()).isPresent()) {
            throw new IllegalArgumentException("pool '" + settings.name() + "' is there already; name another");
        }
        Pool pool = new Pool(settings, box);
        all.add(pool);
        return pool;
    }

    List<String> names() {
        return all.stream().map(pool -> pool.settings().name()).toList();
    }

    /** The pool a path leads into. */
    Optional<Pool> of(String path) {
        return all.stream().filter(pool -> pool.holds(path)).findFirst();
    }

    /** By slot, which is the mount point too, or by label. */
    Optional<Pool> named(String name) {
        return all.stream().filter(pool -> pool.isNamed(name)).findFirst();
    }
}
