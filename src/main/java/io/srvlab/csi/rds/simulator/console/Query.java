package io.srvlab.csi.rds.simulator.console;

import java.util.List;

/** The condition behind {@code where} or {@code find}. */
sealed interface Query {
    record All(List<Query> parts) implements Query {}

    record Any(List<Query> parts) implements Query {}

    record Not(Query part) implements Query {}

    /** A flag, or a property that is neither empty nor no. */
    record Is(String name) implements Query {}

    record Compare(String name, Operator operator, Expression value) implements Query {}
}
