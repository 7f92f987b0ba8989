package io.srvlab.csi.rds.host;

import reactor.core.publisher.Flux;

/** Tells that devices have come or gone, so that nobody has to wait for the next look. A hint: one may be missed. */
@FunctionalInterface
public interface DeviceEvents {
    /** How many entries came or went at once; never ends and never fails. */
    Flux<Integer> changes();
}
