package io.srvlab.csi.rds.routeros;

import reactor.core.publisher.Flux;

/** Whether the device can be asked right now. */
public interface Connectivity {
    boolean connected();

    /** Why it is not connected, or since when it is; one sentence for people. */
    String reason();

    /** What {@link #connected()} says, now and at every change; never ends, and a slow listener sees the latest only. */
    Flux<Boolean> changes();
}
