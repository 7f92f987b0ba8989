package io.srvlab.csi.rds.simulator.rds;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** What goes back over the channel, after the switches and the faults have had their say. */
record Answer(
        String out,
        String error,
        OptionalInt status,
        Duration after,
        Duration statusAfter,
        boolean endless,
        boolean hangUp) {

    static Answer of(Outcome outcome, List<Fault> faults, Switches switches) {
        String garbage = of(faults, Fault.Garbage.class)
                .map(Fault.Garbage::text)
                .findFirst()
                .orElse("");
        String text = garbage + outcome.output();
        boolean onError = of(faults, Fault.OnErrorStream.class).findAny().isPresent();
        Unknown.ErrorStream stream = switches.of(Unknown.ErrorStream.class);
        boolean toError = onError || (outcome.failed() && stream != Unknown.ErrorStream.STDOUT);
        boolean toOut = !onError && (!outcome.failed() || stream != Unknown.ErrorStream.STDERR);
        var answer = new Answer(
                toOut ? text : "",
                toError ? text : "",
                status(outcome, faults, switches),
                delay(outcome, faults),
                of(faults, Fault.LateStatus.class).map(Fault.LateStatus::by).reduce(Duration.ZERO, Duration::plus),
                outcome.effects().waits()
                        || of(faults, Fault.NeverAnswers.class).findAny().isPresent(),
                of(faults, Fault.HangUpAfter.class).findAny().isPresent());
        return of(faults, Fault.CutAnswer.class)
                .findFirst()
                .map(fault -> answer.cutAt(fault.bytes()))
                .orElse(answer);
    }

    private Answer cutAt(int length) {
        String start = out.substring(0, Math.min(length, out.length()));
        return new Answer(start, "", status, after, Duration.ZERO, false, true);
    }

    private static OptionalInt status(Outcome outcome, List<Fault> faults, Switches switches) {
        if (of(faults, Fault.NoExitStatus.class).findAny().isPresent()) {
            return OptionalInt.empty();
        }
        int usual = outcome.failed() && switches.is(Unknown.ExitStatus.ONE_ON_ERROR) ? 1 : 0;
        OptionalInt forced =
                of(faults, Fault.Exit.class).mapToInt(Fault.Exit::status).findFirst();
        return forced.isPresent()
                ? forced
                : switches.is(Unknown.ExitStatus.MISSING) ? OptionalInt.empty() : OptionalInt.of(usual);
    }

    private static Duration delay(Outcome outcome, List<Fault> faults) {
        return of(faults, Fault.Late.class)
                .map(Fault.Late::by)
                .reduce(outcome.effects().takes(), Duration::plus);
    }

    private static <F extends Fault> Stream<F> of(List<Fault> faults, Class<F> kind) {
        return faults.isEmpty()
                ? Stream.empty()
                : faults.stream().filter(kind::isInstance).map(kind::cast);
    }
}
