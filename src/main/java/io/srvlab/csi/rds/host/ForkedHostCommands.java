package io.srvlab.csi.rds.host;

import java.io.IOException;
import java.io.UncheckedIOException;
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
 * for ever: output goes to files below {@code scratch}, the end is told by the JDK's reaper. While such a child of a volume
 * is left, no other is forked for that volume.
 */
public final class ForkedHostCommands implements HostCommands, AutoCloseable {
    private static final Duration TIME_TO_DIE = Duration.ofSeconds(2);
    private static final Duration WATCH = Duration.ofMillis(200);

    private final Scheduler host;
    private final Path scratch;
    private final String subjectKey;
    private final ControlGroup group;
    private final AbandonedChildren abandoned = new AbandonedChildren();
    private final Set<Child> running = ConcurrentHashMap.newKeySet();

    /**
     * {@code scratch} is this process's alone: what an earlier one left there is removed. {@code subjectKey} is the key in the Reactor
     * context under which callers say what their command is about. {@code groups} is where the kernel shows control groups.
     */
    public ForkedHostCommands(Scheduler host, Path scratch, String subjectKey, Path groups) {
        try {
            Child.sweep(scratch);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
        this.host = host;
        this.scratch = scratch;
        this.subjectKey = subjectKey;
        this.group = new ControlGroup(groups);
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
        Child child = Child.start(command, scratch, group);
        running.add(child);
        return child;
    }

    /** No child outlives the driver, but those that nothing can kill. */
    @Override
    public void close() {
        running.forEach(Child::kill);
    }

    private Mono<CommandOutput> outcome(Child child, HostCommand command) {
        return Mono.firstWithSignal(child.exited(), watched(child, command))
                .timeout(command.deadline())
                .publishOn(host)
                .onErrorResume(fault -> killed(child).then(Mono.error(explained(fault, command))))
                .flatMap(exitStatus -> Mono.fromCallable(() -> child.output(exitStatus)));
    }

    private static Mono<Integer> watched(Child child, HostCommand command) {
        return Flux.interval(WATCH)
                .onBackpressureDrop()
                .doOnNext(tick -> child.look())
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
        running.remove(child);
        if (child.alive()) {
            abandoned.add(subject, command, child);
            child.kill();
        }
        host.schedule(child::discard);
    }
}
