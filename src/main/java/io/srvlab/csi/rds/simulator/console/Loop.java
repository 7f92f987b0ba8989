package io.srvlab.csi.rds.simulator.console;

import io.srvlab.csi.rds.simulator.console.Value.Absent;
import io.srvlab.csi.rds.simulator.console.Value.Num;
import java.util.Map;

/** {@code :for} and {@code :while}. Commands run one at a time, so a loop that does not end is ended. */
final class Loop {
    private static final int MOST_ROUNDS = 10_000;

    private final Evaluator evaluator;
    private final Map<String, Expression> arguments;
    private final Scope scope;

    Loop(Evaluator evaluator, Map<String, Expression> arguments, Scope scope) {
        this.evaluator = evaluator;
        this.arguments = arguments;
        this.scope = scope;
    }

    Value run(Builtin builtin) {
        if (builtin == Builtin.FOR) {
            count();
        } else {
            repeat();
        }
        return Absent.NIL;
    }

    /** Both ends included; downwards with a negative step. */
    private void count() {
        String counter = evaluator.value(arguments.get("counter"), scope).text();
        long to = number("to", 0);
        long step = number("step", 1);
        long at = number("from", 0);
        for (int round = 0; step >= 0 ? at <= to : at >= to; round++, at += step) {
            refuseEndless(round);
            Scope inner = new Scope(scope);
            inner.declare(counter, new Num(at));
            once(inner);
        }
    }

    private void repeat() {
        for (int round = 0; Operations.truth(evaluator.value(arguments.get("condition"), scope)); round++) {
            refuseEndless(round);
            once(new Scope(scope));
        }
    }

    private long number(String argument, long otherwise) {
        return switch (evaluator.value(arguments.get(argument), scope)) {
            case Num(long number) -> number;
            case Absent none when !arguments.containsKey(argument) -> otherwise;
            case Value other -> throw new ConsoleFailure("invalid value for argument " + argument);
        };
    }

    private void once(Scope inner) {
        if (arguments.get("do") instanceof Expression.Block(var script)) {
            evaluator.run(script, inner);
        }
    }

    private static void refuseEndless(int round) {
        if (round >= MOST_ROUNDS) {
            throw new ConsoleFailure("action timed out");
        }
    }
}
