package io.srvlab.csi.rds.kubernetes;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * What the mock API server does on its event loop: it names each message of a watch by a random number, for which it at times reads
 * a file, and waits for its own threads when a watch ends.
 */
public final class MockServerThreads implements BlockHoundIntegration {
    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside("io.fabric8.mockwebserver.internal.WebSocketSession", "send")
                .allowBlockingCallsInside("io.fabric8.kubernetes.client.server.mock.WatchEventsListener", "onClosed");
    }
}
