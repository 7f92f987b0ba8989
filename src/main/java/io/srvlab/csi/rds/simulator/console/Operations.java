package io.srvlab.csi.rds.simulator.console;

import io.srvlab.csi.rds.simulator.console.Value.Absent;
import io.srvlab.csi.rds.simulator.console.Value.Bool;
import io.srvlab.csi.rds.simulator.console.Value.Keyed;
import io.srvlab.csi.rds.simulator.console.Value.Many;
import io.srvlab.csi.rds.simulator.console.Value.Num;
import io.srvlab.csi.rds.simulator.console.Value.Str;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What the operators do with values; types never adapt to each other. */
final class Operations {
    private Operations() {}

    static Value apply(Operator operator, Value left, Value right) {
        return switch (operator) {
            case COMMA -> listed(left, right);
            case OR -> either(truth(left), truth(right));
            case AND -> both(truth(left), truth(right));
            case EQUAL -> new Bool(left.equals(right));
            case NOT_EQUAL -> new Bool(!left.equals(right));
            case LESS -> new Bool(order(left, right) < 0);
            case MORE -> new Bool(order(left, right) > 0);
            case AT_MOST -> new Bool(order(left, right) <= 0);
            case AT_LEAST -> new Bool(order(left, right) >= 0);
            case MATCHES -> new Bool(pattern(right.text()).matcher(left.text()).find());
            case JOIN -> new Str(left.text() + right.text());
            case PLUS, MINUS, TIMES, DIVIDE -> new Num(calculate(operator, number(left, right), number(right, left)));
        };
    }

    private static Value either(boolean left, boolean right) {
        return new Bool(left || right);
    }

    private static Value both(boolean left, boolean right) {
        return new Bool(left && right);
    }

    /** A condition's truth; what is not a boolean is no condition. */
    static boolean truth(Value value) {
        if (value instanceof Bool(boolean truth)) {
            return truth;
        }
        throw new ConsoleFailure("conditional not boolean");
    }

    static Value negative(Value value) {
        return new Num(-number(value, value));
    }

    /** A POSIX expression, not anchored. */
    static Pattern pattern(String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException bad) {
            throw new ConsoleFailure("bad regular expression");
        }
    }

    /** The element under a key or an index; nothing where there is none. */
    static Value element(Value array, Value key) {
        return switch (array) {
            case Keyed(var entries) -> entries.getOrDefault(key.text(), Absent.NOTHING);
            case Many(var values)
            when key instanceof Num(long at) && at >= 0 && at < values.size() -> values.get((int) at);
            default -> Absent.NOTHING;
        };
    }

    private static Value listed(Value left, Value right) {
        List<Value> values = new ArrayList<>(left instanceof Many(var several) ? several : List.of(left));
        values.addAll(right instanceof Many(var several) ? several : List.of(right));
        return new Many(List.copyOf(values));
    }

    private static int order(Value left, Value right) {
        if (left instanceof Num(long one) && right instanceof Num(long other)) {
            return Long.compare(one, other);
        }
        if (left instanceof Str(String one) && right instanceof Str(String other)) {
            return one.compareTo(other);
        }
        throw new ConsoleFailure("cannot compare if " + left.kind() + " is less than " + right.kind());
    }

    private static long number(Value value, Value other) {
        if (value instanceof Num(long number)) {
            return number;
        }
        throw new ConsoleFailure("cannot calculate with " + value.kind() + " and " + other.kind());
    }

    private static long calculate(Operator operator, long left, long right) {
        return switch (operator) {
            case PLUS -> left + right;
            case MINUS -> left - right;
            case TIMES -> left * right;
            default -> divide(left, right);
        };
    }

    private static long divide(long left, long right) {
        if (right == 0) {
            throw new ConsoleFailure("division by zero");
        }
        return left / right;
    }
}
