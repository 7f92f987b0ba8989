package io.srvlab.csi.rds.tour;

import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.core.scheduler.Scheduler;

/** Times each step, tells it in one line with the commands it caused, and remembers it. One step at a time. */
final class Narrator {
    private static final int COMMANDS_SHOWN = 8;
    private static final int LINE_WIDTH = 200;

    private final Wire wire;
    private final Scheduler scheduler;
    private final Consumer<String> out;
    private final List<TourStep> steps = new CopyOnWriteArrayList<>();

    Narrator(Wire wire, Scheduler scheduler, Consumer<String> out) {
        this.wire = wire;
        this.scheduler = scheduler;
        this.out = out;
    }

    /** The step's own outcome, after it has been told; lines are written on the scheduler, where writing may block. */
    <T> Mono<T> step(String title, Mono<T> action) {
        return Mono.defer(() -> {
            long mark = wire.mark();
            return action.materialize()
                    .elapsed(scheduler)
                    .publishOn(scheduler)
                    .doOnNext(timed -> tell(title, timed.getT1(), wire.since(mark), timed.getT2()))
                    .flatMap(timed -> Mono.just(timed.getT2()).dematerialize());
        });
    }

    void say(String line) {
        out.accept(line);
    }

    Summary summary() {
        var summary = new Summary(steps);
        say("");
        say(String.format(
                Locale.ROOT,
                "%s: %d steps in %s, %d RouterOS commands",
                summary.succeeded() ? "all is well" : "the tour ended early",
                steps.size(),
                seconds(summary.took()),
                summary.commands()));
        return summary;
    }

    private void tell(String title, long millis, List<String> commands, Signal<?> outcome) {
        var step = new TourStep(title, Duration.ofMillis(millis), commands, reason(outcome.getThrowable()));
        steps.add(step);
        say(String.format(
                Locale.ROOT, "%3d %s %-66s %9s", steps.size(), step.failed() ? "✗" : "✓", title, seconds(step.took())));
        if (step.failed()) {
            say("      " + step.failure());
        }
        commands.stream().limit(COMMANDS_SHOWN).forEach(command -> say("      > " + shortened(command)));
        if (commands.size() > COMMANDS_SHOWN) {
            say("      > and " + (commands.size() - COMMANDS_SHOWN) + " more");
        }
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.3f s", took.toMillis() / 1000.0);
    }

    private static String shortened(String command) {
        String line = command.strip().replace('\n', ' ');
        return line.length() <= LINE_WIDTH ? line : line.substring(0, LINE_WIDTH) + " ...";
    }

    private static @Nullable String reason(@Nullable Throwable failure) {
        if (failure == null) {
            return null;
        }
        var status = Status.fromThrowable(failure);
        if (status.getCode() != Status.Code.UNKNOWN) {
            return status.getCode() + ": " + Objects.requireNonNullElse(status.getDescription(), "no reason given");
        }
        // What broke on this side comes as UNKNOWN with its cause.
        Throwable origin = Objects.requireNonNullElse(failure.getCause(), failure);
        return failure instanceof TourFailure ? failure.getMessage() : origin.toString();
    }
}
