package io.srvlab.csi.rds.host;

import reactor.core.publisher.Mono;

/** Runs programs on the node. */
public interface HostCommands {
    /**
     * Runs the command and answers with its output whatever its exit status was. Fails with {@link java.io.IOException} when
     * it cannot be started and with {@link java.util.concurrent.TimeoutException} at its deadline, when the child is killed; a
     * child that cannot die (state D) is abandoned and counted. Cancelling kills the child.
     */
    Mono<CommandOutput> run(HostCommand command);
}
