package io.srvlab.csi.rds.attachment;

import reactor.core.publisher.Flux;

/** Which of several controllers does the background work. */
@FunctionalInterface
public interface Leadership {
    /** True from when this one leads, false from when it no longer does; the present state first, never two alike in a row. */
    Flux<Boolean> leading();
}
