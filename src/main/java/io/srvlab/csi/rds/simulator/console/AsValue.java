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
import java.util.Set;

/** Items as arrays of the language: the id, exact values, and every flag of the menu as true or false. */
final class AsValue {
    private final List<Flag> flags;
    private final Set<String> wanted;
    private final boolean typed;

    /** {@code wanted} restricts the keys; empty means all of them. */
    AsValue(Menu menu, Set<String> wanted, boolean typed) {
        this.flags = menu.flagColumns().stream()
                .flatMap(column -> column.alternatives().stream())
                .toList();
        this.wanted = wanted;
        this.typed = typed;
    }

    Keyed keyed(Item item) {
        Map<String, Value> entries = new LinkedHashMap<>();
        entries.put(".id", new ItemId(item.id()));
        for (Property property : item.properties()) {
            Value exact = typed(property);
            entries.put(property.name(), typed ? exact : new Str(exact.text()));
        }
        for (Flag flag : flags) {
            entries.putIfAbsent(lowerCase(flag), new Bool(isSet(item, flag)));
        }
        if (!wanted.isEmpty()) {
            entries.keySet().retainAll(wanted);
        }
        return new Keyed(Collections.unmodifiableMap(entries));
    }

    static boolean isSet(Item item, Flag flag) {
        return item.flags().contains(flag.name()) || item.flags().contains(lowerCase(flag));
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
}
