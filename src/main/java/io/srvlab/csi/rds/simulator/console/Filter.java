package io.srvlab.csi.rds.simulator.console;

import io.srvlab.csi.rds.simulator.console.Value.Num;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Makes a query into a test of items; its values and patterns are worked out once, not for every item. */
final class Filter {
    private final Menu menu;
    private final Function<Expression, Value> values;
    private final Patterns patterns;
    private final OwnProperties own;

    Filter(Menu menu, Function<Expression, Value> values, Patterns patterns, OwnProperties own) {
        this.menu = menu;
        this.values = values;
        this.patterns = patterns;
        this.own = own;
    }

    Predicate<Item> of(Query query) {
        return switch (query) {
            case Query.All(var parts) -> all(parts.stream().map(this::of).toList());
            case Query.Any(var parts) -> any(parts.stream().map(this::of).toList());
            case Query.Not(var part) -> of(part).negate();
            case Query.Is(var name) -> isSet(name);
            case Query.Compare(var name, var operator, var value) ->
                own.reader(value)
                        .map(reader -> withItself(name, operator, reader))
                        .orElseGet(() -> compare(name, operator, values.apply(value)));
        };
    }

    private static Predicate<Item> all(List<Predicate<Item>> parts) {
        return item -> {
            for (Predicate<Item> part : parts) {
                if (!part.test(item)) {
                    return false;
                }
            }
            return true;
        };
    }

    private static Predicate<Item> any(List<Predicate<Item>> parts) {
        return item -> {
            for (Predicate<Item> part : parts) {
                if (part.test(item)) {
                    return true;
                }
            }
            return false;
        };
    }

    private Predicate<Item> isSet(String name) {
        PropertyReader reader = new PropertyReader(menu, name);
        return item -> {
            String value = reader.read(item).value();
            return !value.isEmpty() && !value.equals("no") && !value.equals("false");
        };
    }

    private Predicate<Item> withItself(String name, Operator operator, PropertyReader reader) {
        return item -> compare(name, operator, new Value.Str(reader.read(item).value()))
                .test(item);
    }

    private Predicate<Item> compare(String name, Operator operator, Value value) {
        PropertyReader reader = new PropertyReader(menu, name);
        String text = value.text();
        return switch (operator) {
            case NOT_EQUAL -> equal(reader, text).negate();
            case MATCHES -> matching(reader, patterns.of(text));
            case LESS -> item -> order(reader.read(item).value(), text) < 0;
            case MORE -> item -> order(reader.read(item).value(), text) > 0;
            case AT_MOST -> item -> order(reader.read(item).value(), text) <= 0;
            case AT_LEAST -> item -> order(reader.read(item).value(), text) >= 0;
            default -> equal(reader, text);
        };
    }

    private static Predicate<Item> matching(PropertyReader reader, TextPattern pattern) {
        return item -> pattern.isIn(reader.read(item).value());
    }

    /** A boolean property is equal to yes and to true alike. */
    private static Predicate<Item> equal(PropertyReader reader, String text) {
        String yesOrNo = switch (text) {
            case "true" -> "yes";
            case "false" -> "no";
            default -> text;
        };
        return item -> {
            Property property = reader.read(item);
            return property.value().equals(property.style() == Property.Style.BOOLEAN ? yesOrNo : text);
        };
    }

    static int order(String left, String right) {
        return Value.toNumber(left) instanceof Num(long one) && Value.toNumber(right) instanceof Num(long other)
                ? Long.compare(one, other)
                : left.compareTo(right);
    }
}
