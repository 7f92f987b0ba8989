package io.srvlab.csi.rds.routeros;

import reactor.core.publisher.Mono;

/** A RouterOS console that runs one script at a time per exec. */
public interface RouterOs {
    /**
     * Runs the script in one exec and answers with what the device said, rejections included. Fails with a
     * {@link TransportFailure} when the device could not be asked or its answer did not arrive whole. Scripts are written so
     * that running one again after a doubtful outcome is safe.
     */
    Mono<Reply> execute(Script script);
}
