package io.srvlab.csi.rds.simulator.console;

import io.srvlab.csi.rds.simulator.console.ConsoleStyle.EmptyResult;
import io.srvlab.csi.rds.simulator.console.Value.Absent;
import io.srvlab.csi.rds.simulator.console.Value.Bool;
import io.srvlab.csi.rds.simulator.console.Value.Code;
import io.srvlab.csi.rds.simulator.console.Value.Keyed;
import io.srvlab.csi.rds.simulator.console.Value.Many;
import io.srvlab.csi.rds.simulator.console.Value.Num;
import io.srvlab.csi.rds.simulator.console.Value.Str;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The commands of the language itself. */
final class BuiltinCommands {
    private final Evaluator evaluator;
    private final Screen screen;
    private final ConsoleStyle style;
    private final Consumer<Duration> pause;
    private final MenuTree tree;

    BuiltinCommands(Evaluator evaluator, Screen screen, ConsoleStyle style, Consumer<Duration> pause, MenuTree tree) {
        this.evaluator = evaluator;
        this.screen = screen;
        this.style = style;
        this.pause = pause;
        this.tree = tree;
    }

    Value call(Script.BuiltinCall call, Scope scope) {
        Map<String, Expression> arguments = call.arguments();
        return switch (call.builtin()) {
            case PUT -> put(value(arguments, "message", scope));
            case LOCAL, GLOBAL, SET -> variable(call.builtin(), arguments, scope);
            case IF -> choose(arguments, scope);
            case FOREACH -> foreach(arguments, scope);
            case FOR, WHILE -> new Loop(evaluator, arguments, scope).run(call.builtin());
            case ONERROR -> onerror(arguments, scope);
            case DO -> attempt(arguments, scope);
            case ERROR ->
                throw new ConsoleFailure(value(arguments, "message", scope).text());
            case SERIALIZE -> serialize(arguments, scope);
            case RETURN -> throw new Returned(value(arguments, "value", scope));
            case DELAY -> delay(value(arguments, "delay-time", scope));
            case LEN -> length(value(arguments, "value", scope));
            case PICK ->
                Picking.of(
                        value(arguments, "value", scope),
                        value(arguments, "begin", scope),
                        value(arguments, "end", scope));
            case TYPEOF -> new Str(value(arguments, "value", scope).typeName());
            case TONUM -> toNumber(value(arguments, "value", scope));
            case TOSTR -> new Str(value(arguments, "value", scope).text());
            case PARSE -> parse(value(arguments, "value", scope).text());
        };
    }

    private Value value(Map<String, Expression> arguments, String name, Scope scope) {
        return evaluator.value(arguments.get(name), scope);
    }

    private Value put(Value message) {
        if (message == Absent.SILENCE) {
            return Absent.NIL;
        }
        if (style.wrapPut() && style.width() > 0) {
            screen.cutLine(message.text(), style.width());
        } else {
            screen.line(message.text());
        }
        return Absent.NIL;
    }

    private Value variable(Builtin builtin, Map<String, Expression> arguments, Scope scope) {
        String name = value(arguments, "name", scope).text();
        Value value = value(arguments, "value", scope);
        if (builtin == Builtin.SET) {
            scope.assign(name, value);
        } else {
            scope.declare(name, value);
        }
        return value;
    }

    private Value choose(Map<String, Expression> arguments, Scope scope) {
        boolean chosen = Operations.truth(value(arguments, "condition", scope));
        run(arguments.get(chosen ? "do" : "else"), new Scope(scope));
        return Absent.NIL;
    }

    private void run(@Nullable Expression code, Scope scope) {
        if (code instanceof Expression.Block(var script)) {
            evaluator.run(script, scope);
        }
    }

    private Value foreach(Map<String, Expression> arguments, Scope scope) {
        String[] names = value(arguments, "counter", scope).text().split(",", 2);
        String last = names[names.length - 1];
        Expression body = arguments.get("do");
        switch (value(arguments, "in", scope)) {
            case Keyed(var entries) ->
                entries.forEach((key, each) -> run(body, declared(scope, names, new Str(key), last, each)));
            case Many(var values) -> {
                for (int i = 0; i < values.size(); i++) {
                    run(body, declared(scope, names, i, last, values.get(i)));
                }
            }
            case Absent none -> {}
            case Value single -> run(body, declared(scope, names, 0, last, single));
        }
        return Absent.NIL;
    }

    /** Most loops do not name the position. */
    private static Scope declared(Scope outer, String[] names, int position, String last, Value each) {
        return declared(outer, names, names.length > 1 ? new Num(position) : Absent.NIL, last, each);
    }

    private static Scope declared(Scope outer, String[] names, Value key, String last, Value each) {
        Scope scope = new Scope(outer);
        if (names.length > 1) {
            scope.declare(names[0], key);
        }
        scope.declare(last, each);
        return scope;
    }

    /** Answers whether there was an error. The variable is only seen where it was named first. */
    private Value onerror(Map<String, Expression> arguments, Scope scope) {
        try {
            run(arguments.get("in"), new Scope(scope));
            return new Bool(false);
        } catch (ConsoleFailure failure) {
            Scope handler = new Scope(scope);
            if (arguments.keySet().iterator().next().equals("error")) {
                handler.declare(value(arguments, "error", scope).text(), new Str(text(failure)));
            }
            run(arguments.get("do"), handler);
            return new Bool(true);
        }
    }

    private Value attempt(Map<String, Expression> arguments, Scope scope) {
        try {
            run(arguments.get("command"), new Scope(scope));
        } catch (ConsoleFailure failure) {
            if (!arguments.containsKey("on-error")) {
                throw failure;
            }
            run(arguments.get("on-error"), new Scope(scope));
        }
        return Absent.NIL;
    }

    static String text(RuntimeException failure) {
        return Objects.requireNonNullElse(failure.getMessage(), "");
    }

    private Value serialize(Map<String, Expression> arguments, Scope scope) {
        String format = value(arguments, "to", scope).text();
        if (!format.equals("json")) {
            throw new ConsoleFailure(
                    format.isEmpty() ? "missing value(s) of argument(s) to" : "invalid value for argument to");
        }
        boolean keepStrings = value(arguments, "options", scope).text().contains("json.no-string-conversion");
        return switch (value(arguments, "value", scope)) {
            case Absent none -> new Str("");
            case Many(var values) when values.isEmpty() -> emptyResult();
            case Value some -> new Str(Json.of(some, keepStrings));
        };
    }

    private Value emptyResult() {
        if (style.emptyResult() == EmptyResult.NOTHING) {
            return Absent.SILENCE;
        }
        return new Str(style.emptyResult() == EmptyResult.BRACKETS ? "[]" : "");
    }

    private Value delay(Value time) {
        pause.accept(Durations.of(time.text()));
        return Absent.NIL;
    }

    private static Value length(Value value) {
        return new Num(
                switch (value) {
                    case Many(var values) -> values.size();
                    case Keyed(var entries) -> entries.size();
                    default -> value.text().length();
                });
    }

    private static Value toNumber(Value value) {
        return value instanceof Num ? value : Value.toNumber(value.text());
    }

    private Value parse(String line) {
        try {
            ScriptParser.parse(line, tree, style.errorStyle());
            return new Code(line);
        } catch (ParseFailure failure) {
            return new Str(text(failure));
        }
    }
}
