package io.srvlab.csi.rds.simulator.console;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables of a block, and those of the blocks around it. */
final class Scope {
    private final @Nullable Scope outer;
    private final Map<String, Value> variables = new HashMap<>(4);

    Scope(@Nullable Scope outer) {
        this.outer = outer;
    }

    void declare(String name, Value value) {
        variables.put(name, value);
    }

    void assign(String name, Value value) {
        Scope owner = ownerOf(name);
        if (owner == null) {
            throw new ConsoleFailure("variable " + name + " is not declared");
        }
        owner.variables.put(name, value);
    }

    /** The value, or nothing for a variable that does not exist. */
    Value read(String name) {
        Scope owner = ownerOf(name);
        return owner == null ? Value.Absent.NOTHING : owner.variables.getOrDefault(name, Value.Absent.NOTHING);
    }

    private @Nullable Scope ownerOf(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            if (scope.variables.containsKey(name)) {
                return scope;
            }
        }
        return null;
    }
}
