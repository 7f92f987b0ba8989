package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.host.CommandOutput;
import io.srvlab.csi.rds.host.HostCommand;
import io.srvlab.csi.rds.host.HostCommands;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** The host's commands for a driver that dies: the first so many are run, and nothing ever answers after them. */
final class KilledAfter implements HostCommands {
    private final HostCommands host;
    private final String beginning;
    private final AtomicInteger left;

    /** Thrown where the process would have ended. */
    static final class Killed extends RuntimeException {
        Killed() {
            super("killed", null, false, false);
        }
    }

    /** Counts only commands that begin like that. */
    KilledAfter(HostCommands host, String beginning, int commands) {
        this.host = host;
        this.beginning = beginning;
        this.left = new AtomicInteger(commands);
    }

    @Override
    public Mono<CommandOutput> run(HostCommand command) {
        return Mono.defer(() -> {
            boolean counts = command.toString().startsWith(beginning);
            boolean dead = left.get() < 0 || (counts && left.decrementAndGet() < 0);
            return dead ? Mono.error(new Killed()) : host.run(command);
        });
    }

    boolean killed() {
        return left.get() < 0;
    }
}
