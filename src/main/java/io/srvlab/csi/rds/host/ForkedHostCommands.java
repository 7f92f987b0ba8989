package io.srvlab.csi.rds.host;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Forks real programs. No thread waits for a child, because a child in state D (a umount whose target is away) would keep it
 * for ever: output goes to files below {@code scratch}, the end is told by the JDK's reaper.
 */
public final class ForkedHostCommands implements HostCommands {
    private static final Duration TIME_TO_DIE = Duration.ofSeconds(2);
    private static final Duration FLOOD_WATCH = Duration.ofMillis(200);

    private final Scheduler host;
    private final Path scratch;
    private final Set<Child> killed = ConcurrentHashMap.newKeySet();

    public ForkedHostCommands(Scheduler host, Path scratch) {
        this.host = host;
        this.scratch = scratch;
    }

    @Override
    public Mono<CommandOutput> run(HostCommand command) {
        return Mono.using(() -> Child.start(command, scratch), child -> outcome(child, command), this::release)
                .subscribeOn(host);
    }

    /** How many children have been killed and are not dead yet. */
    public int abandoned() {
        killed.removeIf(child -> !child.alive());
        return killed.size();
    }

    private Mono<CommandOutput> outcome(Child child, HostCommand command) {
        return Mono.firstWithSignal(child.exited(), flood(child, command))
                .timeout(command.deadline())
                .publishOn(host)
                .onErrorResume(fault -> killed(child).then(Mono.error(explained(fault, command))))
                .flatMap(exitStatus -> Mono.fromCallable(() -> child.output(exitStatus)));
    }

    private static Mono<Integer> flood(Child child, HostCommand command) {
        return Flux.interval(FLOOD_WATCH)
                .onBackpressureDrop()
                .filter(tick -> child.floods())
                .next()
                .flatMap(tick -> Mono.error(new IOException(command + " prints without end and was killed")));
    }

    /** A caller that hears of the deadline may rely on the child being dead, unless nothing can kill it. */
    private static Mono<Integer> killed(Child child) {
        return Mono.fromRunnable(child::kill)
                .then(child.exited())
                .timeout(TIME_TO_DIE)
                .onErrorComplete();
    }

    private static Throwable explained(Throwable fault, HostCommand command) {
        return fault instanceof TimeoutException
                ? new TimeoutException(command + " did not end within " + command.deadline())
                : fault;
    }

    private void release(Child child) {
        killed.removeIf(earlier -> !earlier.alive());
        if (child.alive()) {
            killed.add(child);
            child.kill();
        }
        host.schedule(child::discard);
    }
}
