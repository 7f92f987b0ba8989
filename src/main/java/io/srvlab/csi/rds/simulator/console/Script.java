package io.srvlab.csi.rds.simulator.console;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Commands in their order, parsed and checked against the menus. */
record Script(List<Statement> statements) {
    Script {
        statements = List.copyOf(statements);
    }

    /** One command. */
    sealed interface Statement {}

    /** A command of the language; the arguments in the order in which they were written. */
    record BuiltinCall(Builtin builtin, Map<String, Expression> arguments) implements Statement {}

    /** A command of a menu: what stands without a name, what has one, and the query of print and find. */
    record MenuCall(
            Menu menu,
            String verb,
            List<Expression> positional,
            Map<String, Expression> arguments,
            @Nullable Query query)
            implements Statement {}

    /** {@code { … }} or {@code [ … ]} as a command of its own. */
    record Nested(Script script) implements Statement {}
}
