package io.srvlab.csi.rds.routeros;

/** A value or condition that the device computes. */
public record Expression(String text) {
    public static Expression number(long value) {
        return new Expression(Long.toString(value));
    }

    public static Expression string(String value) {
        return new Expression(Quoted.text(value));
    }

    public static Expression variable(String name) {
        return new Expression("$" + Quoted.name(name));
    }

    /** Property {@code name} of the value list that the loop variable holds, as a number; nil when it is none. */
    public static Expression numberIn(String variable, String name) {
        return new Expression("[:tonum ($" + Quoted.name(variable) + "->" + Quoted.text(name) + ")]");
    }

    /** Property {@code name} of the value list that the loop variable holds, as the device has it. */
    public static Expression valueIn(String variable, String name) {
        return new Expression("($" + Quoted.name(variable) + "->" + Quoted.text(name) + ")");
    }

    /** This text followed by the other. */
    public Expression followedBy(Expression other) {
        return infix(".", other);
    }

    public Expression plus(Expression other) {
        return infix("+", other);
    }

    public Expression minus(Expression other) {
        return infix("-", other);
    }

    public Expression times(Expression other) {
        return infix("*", other);
    }

    public Expression dividedBy(Expression other) {
        return infix("/", other);
    }

    public Expression equalTo(Expression other) {
        return infix("=", other);
    }

    public Expression notEqualTo(Expression other) {
        return infix("!=", other);
    }

    public Expression greaterThan(Expression other) {
        return infix(">", other);
    }

    public Expression and(Expression other) {
        return infix("&&", other);
    }

    public Expression or(Expression other) {
        return infix("||", other);
    }

    /** The text's characters from the position on, which is to be within it. */
    public Expression from(long position) {
        return new Expression("[:pick " + text + " " + position + " [:len " + text + "]]");
    }

    /** The text's characters from the first position up to the second; nil where it has none there. */
    public Expression between(Expression first, Expression last) {
        return new Expression("[:pick " + text + " " + first.text + " " + last.text + "]");
    }

    /** The name of the value's type, {@code num} for a number. */
    public Expression type() {
        return new Expression("[:typeof " + text + "]");
    }

    /** How many elements or characters it has. */
    public Expression length() {
        return new Expression("[:len " + text + "]");
    }

    private Expression infix(String operator, Expression other) {
        return new Expression("(" + text + " " + operator + " " + other.text + ")");
    }
}
