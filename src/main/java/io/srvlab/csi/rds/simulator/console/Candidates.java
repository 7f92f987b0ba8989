package io.srvlab.csi.rds.simulator.console;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Finds in a menu's index the ids of the items that may match a query, always all that do; nothing where the index cannot tell. */
final class Candidates {
    /** With more candidates than this a walk through all items is as quick. */
    static final int MANY = 16;

    private static final Set<String> NOT_SET = Set.of("", "no", "false");

    private final Menu menu;
    private final ItemIndex index;
    private final Function<Expression, Value> values;
    private final Patterns patterns;
    private final OwnProperties own;

    Candidates(Menu menu, ItemIndex index, Function<Expression, Value> values, Patterns patterns, OwnProperties own) {
        this.menu = menu;
        this.index = index;
        this.values = values;
        this.patterns = patterns;
        this.own = own;
    }

    Optional<Collection<String>> of(Query query) {
        return switch (query) {
            case Query.All(var parts) -> fewest(parts);
            case Query.Any(var parts) -> all(parts);
            case Query.Not not -> Optional.empty();
            case Query.Is(var name) -> set(name);
            case Query.Compare(var name, var operator, var value) -> compared(name, operator, value);
        };
    }

    private Optional<Collection<String>> fewest(List<Query> parts) {
        Optional<Collection<String>> fewest = Optional.empty();
        for (Query part : parts) {
            Optional<Collection<String>> found = of(part);
            if (found.isPresent()
                    && (fewest.isEmpty() || found.get().size() < fewest.get().size())) {
                fewest = found;
            }
        }
        return fewest;
    }

    private Optional<Collection<String>> all(List<Query> parts) {
        Set<String> all = new HashSet<>();
        for (Query part : parts) {
            Optional<Collection<String>> found = of(part);
            if (found.isEmpty()) {
                return found;
            }
            all.addAll(found.get());
        }
        return Optional.of(all);
    }

    private Optional<Collection<String>> set(String name) {
        Set<String> set = new HashSet<>();
        List<Collection<String>> found = new ArrayList<>(List.of(index.flagged(name)));
        index.values(name).forEach((value, items) -> found.add(NOT_SET.contains(value) ? Set.of() : items));
        if (found.stream().mapToInt(Collection::size).sum() > MANY) {
            return Optional.empty();
        }
        found.forEach(set::addAll);
        return Optional.of(set);
    }

    private Optional<Collection<String>> compared(String name, Operator operator, Expression value) {
        if (!isQuiet(value) || name.equals(".id") || PropertyReader.isFlag(menu, name)) {
            return Optional.empty();
        }
        String text = values.apply(value).text();
        if (operator == Operator.MATCHES && ItemIndex.looksInto(name)) {
            return patterns.of(text).among(index, name);
        }
        return operator == Operator.EQUAL ? equal(name, text) : Optional.empty();
    }

    /** Whether it is the same for every item, and may be worked out once more than needed. */
    private boolean isQuiet(Expression value) {
        return value instanceof Expression.Constant
                || (value instanceof Expression.Variable && own.reader(value).isEmpty());
    }

    /** An empty text is also what a missing property reads as, and yes and no have other names. */
    private Optional<Collection<String>> equal(String name, String text) {
        return switch (text) {
            case "" -> Optional.empty();
            case "true", "false", "yes", "no" -> Optional.empty();
            default -> Optional.of(index.with(name, text)).filter(items -> items.size() <= MANY);
        };
    }
}
