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
        Variable known = own(name);
        if (known == null) {
            variables.add(new Variable(name, value));
        } else {
            known.put(value);
        }
    }

    void assign(String name, Value value) {
        Variable known = find(name);
        if (known == null) {
            throw new ConsoleFailure("variable " + name + " is not declared");
        }
        known.put(value);
    }

    /** The value, or nothing for a variable that does not exist. */
    Value read(String name) {
        Variable known = find(name);
        return known == null ? Value.Absent.NOTHING : known.value();
    }

    private @Nullable Variable find(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            Variable known = scope.own(name);
            if (known != null) {
                return known;
            }
        }
        return null;
    }

    private @Nullable Variable own(String name) {
        for (int i = 0; i < variables.size(); i++) {
            if (variables.get(i).name.equals(name)) {
                return variables.get(i);
            }
        }
        return null;
    }

    /** A loop changes one a thousand times. */
    private static final class Variable {
        private final String name;
        private final Value[] slot;

        Variable(String name, Value value) {
            this.name = name;
            this.slot = new Value[] {value};
        }

        Value value() {
            return slot[0];
        }

        void put(Value value) {
            slot[0] = value;
        }
    }
}
