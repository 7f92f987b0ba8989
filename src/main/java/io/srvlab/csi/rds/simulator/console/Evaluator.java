package io.srvlab.csi.rds.simulator.console;

import io.srvlab.csi.rds.simulator.console.Expression.Element;
import io.srvlab.csi.rds.simulator.console.Value.Absent;
import io.srvlab.csi.rds.simulator.console.Value.Bool;
import io.srvlab.csi.rds.simulator.console.Value.Keyed;
import io.srvlab.csi.rds.simulator.console.Value.Many;
import io.srvlab.csi.rds.simulator.console.Value.Str;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs one parsed line: its commands in their order, up to the first that fails. */
final class Evaluator {
    private final BuiltinCommands builtins;
    private final MenuCommands menus;

    Evaluator(Screen screen, ConsoleStyle style, boolean mayWrite, Consumer<Duration> pause, MenuTree tree) {
        this.builtins = new BuiltinCommands(this, screen, style, pause, tree);
        this.menus = new MenuCommands(this, screen, style, mayWrite);
    }

    void run(Script script, Scope scope) {
        for (Script.Statement statement : script.statements()) {
            execute(statement, scope, false);
        }
    }

    /** Runs what stands in brackets; its value is that of the last command. */
    private Value substitute(Script script, Scope scope) {
        Value last = Absent.NIL;
        try {
            for (Script.Statement statement : script.statements()) {
                last = execute(statement, scope, true);
            }
        } catch (Returned early) {
            last = early.value();
        }
        return last;
    }

    private Value execute(Script.Statement statement, Scope scope, boolean wanted) {
        return switch (statement) {
            case Script.BuiltinCall call -> builtins.call(call, scope);
            case Script.MenuCall call -> menus.call(call, scope, wanted);
            case Script.Nested(var script) -> {
                run(script, new Scope(scope));
                yield Absent.NIL;
            }
        };
    }

    /** The value of an expression; nothing where there is none. */
    Value value(@Nullable Expression expression, Scope scope) {
        return switch (expression) {
            case null -> Absent.NOTHING;
            case Expression.Constant(var value) -> value;
            case Expression.Text(var parts) -> joined(parts, scope);
            case Expression.Variable(var name) -> scope.read(name);
            case Expression.Substitution(var script) -> substitute(script, new Scope(scope));
            case Expression.Binary(var operator, var left, var right) ->
                Operations.apply(operator, value(left, scope), value(right, scope));
            case Expression.Access(var array, var key) -> Operations.element(value(array, scope), value(key, scope));
            case Expression.Not(var operand) -> new Bool(!Operations.truth(value(operand, scope)));
            case Expression.Negative(var operand) -> Operations.negative(value(operand, scope));
            case Expression.ArrayOf(var entries) -> array(entries, scope);
            case Expression.Block block -> Absent.NOTHING;
        };
    }

    private Value joined(List<Expression> parts, Scope scope) {
        return new Str(parts.stream().map(part -> value(part, scope).text()).collect(Collectors.joining()));
    }

    private Value array(List<Element> entries, Scope scope) {
        if (entries.stream().allMatch(entry -> entry.key() == null)) {
            return new Many(
                    entries.stream().map(entry -> value(entry.value(), scope)).toList());
        }
        Map<String, Value> keyed = new LinkedHashMap<>();
        entries.forEach(entry -> keyed.put(value(entry.key(), scope).text(), value(entry.value(), scope)));
        return new Keyed(Collections.unmodifiableMap(keyed));
    }
}
