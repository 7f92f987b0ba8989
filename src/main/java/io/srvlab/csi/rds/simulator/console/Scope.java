package io.srvlab.csi.rds.simulator.console;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The variables of a block, and those of the blocks around it. A block has few, and most have none. */
final class Scope {
    private final @Nullable Scope outer;
    private final List<Variable> variables = new ArrayList<>(0);

    Scope(@Nullable Scope outer) {
        this.outer = outer;
    }

    void declare(String name, Value value) {
        int at = indexOf(name);
        if (at < 0) {
            variables.add(new Variable(name, value));
        } else {
            variables.set(at, new Variable(name, value));
        }
    }

    void assign(String name, Value value) {
        Scope owner = ownerOf(name);
        if (owner == null) {
            throw new ConsoleFailure("variable " + name + " is not declared");
        }
        owner.declare(name, value);
    }

    /** The value, or nothing for a variable that does not exist. */
    Value read(String name) {
        Scope owner = ownerOf(name);
        return owner == null
                ? Value.Absent.NOTHING
                : owner.variables.get(owner.indexOf(name)).value();
    }

    private @Nullable Scope ownerOf(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            if (scope.indexOf(name) >= 0) {
                return scope;
            }
        }
        return null;
    }

    private int indexOf(String name) {
        for (int i = 0; i < variables.size(); i++) {
            if (variables.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private record Variable(String name, Value value) {}
}
