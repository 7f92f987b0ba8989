package io.srvlab.csi.rds.simulator.console;

import io.srvlab.csi.rds.simulator.console.Value.ItemId;
import io.srvlab.csi.rds.simulator.console.Value.Many;
import io.srvlab.csi.rds.simulator.console.Value.Num;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The items of the menus as one script sees them, read again after each of its changes. */
final class MenuItems {
    private final Map<String, List<Item>> lists = new HashMap<>();

    List<Item> of(Menu menu) {
        return lists.computeIfAbsent(menu.path(), path -> menu.items());
    }

    void forget() {
        lists.clear();
    }

    /** The items that a command's target names: ids, names, numbers, or an array of them. */
    List<Item> named(Menu menu, Value target) {
        return switch (target) {
            case Many(var values) ->
                values.stream().flatMap(value -> named(menu, value).stream()).toList();
            case ItemId(String id) -> List.of(withId(menu, id));
            case Num(long number) -> List.of(numbered(menu, number).orElseThrow(MenuItems::noSuchItem));
            default -> withNames(menu, target.text());
        };
    }

    private Item withId(Menu menu, String id) {
        return first(menu, item -> item.id().equals(id)).orElseThrow(() -> new ConsoleFailure("no such item (4)"));
    }

    private List<Item> withNames(Menu menu, String text) {
        Optional<Item> whole = withName(menu, text);
        return whole.map(List::of)
                .orElseGet(() -> Arrays.stream(text.split(",", -1))
                        .map(part -> withNameIdOrNumber(menu, part))
                        .toList());
    }

    private Item withNameIdOrNumber(Menu menu, String text) {
        if (text.startsWith("*")) {
            return withId(menu, text);
        }
        return withName(menu, text)
                .or(() -> Value.toNumber(text) instanceof Num(long number) ? numbered(menu, number) : Optional.empty())
                .orElseThrow(MenuItems::noSuchItem);
    }

    private Optional<Item> withName(Menu menu, String name) {
        PropertyReader slot = new PropertyReader(menu, "slot");
        PropertyReader file = new PropertyReader(menu, "name");
        return first(
                        menu,
                        item -> slot.read(item).value().equals(name)
                                || file.read(item).value().equals(name))
                .filter(item -> !name.isEmpty());
    }

    private Optional<Item> first(Menu menu, Predicate<Item> wanted) {
        for (Item item : of(menu)) {
            if (wanted.test(item)) {
                return Optional.of(item);
            }
        }
        return Optional.empty();
    }

    private Optional<Item> numbered(Menu menu, long number) {
        List<Item> items = of(menu);
        return number >= 0 && number < items.size() ? Optional.of(items.get((int) number)) : Optional.empty();
    }

    private static ConsoleFailure noSuchItem() {
        return new ConsoleFailure("no such item");
    }
}
