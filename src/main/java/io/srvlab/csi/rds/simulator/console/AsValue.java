package io.srvlab.csi.rds.simulator.console;

import io.srvlab.csi.rds.simulator.console.Menu.Flag;
import io.srvlab.csi.rds.simulator.console.Value.Bool;
import io.srvlab.csi.rds.simulator.console.Value.ItemId;
import io.srvlab.csi.rds.simulator.console.Value.Keyed;
import io.srvlab.csi.rds.simulator.console.Value.Str;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Items as arrays of the language: the id, exact values, and every flag of the menu as true or false. */
final class AsValue {
    private final List<NamedFlag> flags;
    private final Set<String> wanted;
    private final boolean typed;
    private final Optional<PropertyReader> only;

    /** {@code wanted} restricts the keys; empty means all of them. */
    AsValue(Menu menu, Set<String> wanted, boolean typed) {
        this.wanted = wanted;
        this.flags = menu.flagColumns().stream()
                .flatMap(column -> column.alternatives().stream())
                .map(flag -> new NamedFlag(lowerCase(flag), flag))
                .filter(flag -> isWanted(flag.key()))
                .toList();
        this.typed = typed;
        this.only = wanted.size() == 1 && flags.isEmpty() && !wanted.contains(".id")
                ? Optional.of(new PropertyReader(menu, wanted.iterator().next()))
                : Optional.empty();
    }

    Keyed keyed(Item item) {
        return only.isPresent() ? single(only.get().read(item)) : several(item);
    }

    /** A loop over a thousand items mostly asks for one property. */
    private Keyed single(Property property) {
        return new Keyed(property.name().isEmpty() ? Map.of() : Map.of(property.name(), value(property)));
    }

    private Keyed several(Item item) {
        Map<String, Value> entries = new LinkedHashMap<>();
        if (isWanted(".id")) {
            entries.put(".id", new ItemId(item.id()));
        }
        for (Property property : item.properties()) {
            if (isWanted(property.name())) {
                entries.put(property.name(), value(property));
            }
        }
        for (NamedFlag flag : flags) {
            entries.putIfAbsent(flag.key(), new Bool(isSet(item, flag.flag())));
        }
        return new Keyed(Collections.unmodifiableMap(entries));
    }

    private Value value(Property property) {
        Value exact = typed(property);
        return typed ? exact : new Str(exact.text());
    }

    private boolean isWanted(String key) {
        return wanted.isEmpty() || wanted.contains(key);
    }

    static boolean isSet(Item item, Flag flag) {
        return !item.flags().isEmpty()
                && (item.flags().contains(flag.name()) || item.flags().contains(lowerCase(flag)));
    }

    private static String lowerCase(Flag flag) {
        return flag.name().toLowerCase(Locale.ROOT);
    }

    static Value typed(Property property) {
        return switch (property.style()) {
            case QUOTED, BARE -> new Str(property.value());
            case BOOLEAN -> new Bool(property.value().equals("yes"));
            case GROUPED, NUMBER, HUMAN_SIZE ->
                Value.toNumber(property.value()) instanceof Value.Num number ? number : new Str(property.value());
        };
    }

    /** A flag under its key in as-value. */
    private record NamedFlag(String key, Flag flag) {}
}
