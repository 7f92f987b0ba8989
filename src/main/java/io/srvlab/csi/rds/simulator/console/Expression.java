package io.srvlab.csi.rds.simulator.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression, parsed. */
sealed interface Expression {
    record Constant(Value value) implements Expression {}

    /** A string with {@code $name}, {@code $[…]} or {@code $(…)} in it. */
    record Text(List<Expression> parts) implements Expression {}

    record Variable(String name) implements Expression {}

    /** {@code [ … ]}: the value of the last command. */
    record Substitution(Script script) implements Expression {}

    record Binary(Operator operator, Expression left, Expression right) implements Expression {}

    /** {@code array->key}. */
    record Access(Expression array, Expression key) implements Expression {}

    record Not(Expression operand) implements Expression {}

    record Negative(Expression operand) implements Expression {}

    record ArrayOf(List<Element> entries) implements Expression {}

    /** {@code { … }} where a command takes code. */
    record Block(Script script) implements Expression {}

    /** One entry of an array literal, with or without a key. */
    record Element(@Nullable Expression key, Expression value) {}
}
