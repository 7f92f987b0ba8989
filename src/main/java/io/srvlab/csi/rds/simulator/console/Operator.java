package io.srvlab.csi.rds.simulator.console;

import java.util.List;

/** Operators between two operands, with how tightly they bind; a symbol stands behind those it begins. */
enum Operator {
    COMMA(",", 0),
    OR("||", 1),
    AND("&&", 2),
    NOT_EQUAL("!=", 3),
    AT_MOST("<=", 3),
    AT_LEAST(">=", 3),
    EQUAL("=", 3),
    LESS("<", 3),
    MORE(">", 3),
    MATCHES("~", 3),
    JOIN(".", 4),
    PLUS("+", 5),
    MINUS("-", 5),
    TIMES("*", 6),
    DIVIDE("/", 6);

    static final int TIGHTEST = 6;

    static final List<Operator> ALL = List.of(values());

    private final String symbol;
    private final int binding;

    Operator(String symbol, int binding) {
        this.symbol = symbol;
        this.binding = binding;
    }

    String symbol() {
        return symbol;
    }

    int binding() {
        return binding;
    }

    boolean compares() {
        return binding == 3;
    }
}
