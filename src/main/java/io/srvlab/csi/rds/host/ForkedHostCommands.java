package io.srvlab.csi.rds.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Forks real programs. No thread waits for a child, because a child in state D (a umount whose target is away) would keep it
 * for ever: output goes to files below {@code scratch}, the end is told by the JDK's reaper. While such a child of a volume
 * is left, no other is forked for that volume.
 */
public final class ForkedHostCommands implements HostCommands {
    private static final Duration TIME_TO_DIE = Duration.ofSeconds(2);
    private static final Duration FLOOD_WATCH = Duration.ofMillis(200);

    private final Scheduler host;
    private final Path scratch;
    private final String subjectKey;
    private final AbandonedChildren abandoned = new AbandonedChildren();

    /**
     * {@code scratch} is this process's alone: what an earlier one left there is removed. {@code subjectKey} is the key in the Reactor
     * context under which callers say what their command is about.
     */
    public ForkedHostCommands(Scheduler host, Path scratch, String subjectKey) {
        try {
            Child.sweep(scratch);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
        this.host = host;
        this.scratch = scratch;
        this.subjectKey = subjectKey;
    }

    @Override
    public Mono<CommandOutput> run(HostCommand command) {
        return Mono.deferContextual(
                context -> run(command, context.<String>getOrEmpty(subjectKey).orElse("")));
    }

    private Mono<CommandOutput> run(HostCommand command, String subject) {
        return Mono.using(
                        () -> start(command, subject),
                        child -> outcome(child, command),
                        child -> release(child, command, subject))
                .subscribeOn(host);
    }

    /** How many children have been killed and are not dead yet. */
    public int abandoned() {
        return abandoned.count();
    }

    private Child start(HostCommand command, String subject) throws IOException {
        abandoned.admit(subject);
        return Child.start(command, scratch);
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

    private void release(Child child, HostCommand command, String subject) {
        if (child.alive()) {
            abandoned.add(subject, command, child);
            child.kill();
        }
        host.schedule(child::discard);
    }
}
