package io.srvlab.csi.rds.simulator.console;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The items of a menu that a command is about, with their positions in the whole list. */
final class Selection {
    private final Menu menu;
    private final Function<Expression, Value> values;
    private final MenuItems items;
    private final Patterns patterns;

    Selection(Menu menu, Function<Expression, Value> values, MenuItems items, Patterns patterns) {
        this.menu = menu;
        this.values = values;
        this.items = items;
        this.patterns = patterns;
    }

    List<Row> rows(@Nullable Query query, @Nullable Expression from) {
        List<Item> all = items.of(menu);
        if (query == null) {
            return walked(all, named(from));
        }
        var own = new OwnProperties(menu, all);
        Optional<Collection<String>> candidates =
                menu.index().flatMap(index -> new Candidates(menu, index, values, patterns, own).of(query));
        if (from == null && candidates.filter(Collection::isEmpty).isPresent()) {
            return List.of();
        }
        Predicate<Item> matching = new Filter(menu, values, patterns, own).of(query);
        Predicate<Item> filter = from == null ? matching : matching.and(named(from));
        return candidates
                .flatMap(ids -> menu.index().map(index -> picked(index, ids, filter)))
                .orElseGet(() -> walked(all, filter));
    }

    private Predicate<Item> named(@Nullable Expression from) {
        if (from == null) {
            return any -> true;
        }
        Set<Item> named = Set.copyOf(items.named(menu, values.apply(from)));
        return named::contains;
    }

    private static List<Row> walked(List<Item> all, Predicate<Item> filter) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (filter.test(all.get(i))) {
                rows.add(new Row(i, all.get(i)));
            }
        }
        return rows;
    }

    private static List<Row> picked(ItemIndex index, Collection<String> candidates, Predicate<Item> filter) {
        List<Row> rows = new ArrayList<>();
        for (Item item : index.items(candidates)) {
            if (filter.test(item)) {
                rows.add(new Row(index.place(item.id()), item));
            }
        }
        rows.sort(Comparator.comparingInt(Row::index));
        return rows;
    }
}
