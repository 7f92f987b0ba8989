package io.srvlab.csi.rds.simulator.console;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Variables that a condition cannot see, because they are called like a property of the menu: the manual reserves those names.
 * {@code find where name=$name} compares each item with itself and finds them all, whatever the variable holds.
 */
record OwnProperties(Menu menu, List<Item> all) {
    /** Reads what such a value stands for in an item; nothing for any other value. */
    Optional<PropertyReader> reader(Expression value) {
        return value instanceof Expression.Variable(String name) && isProperty(name)
                ? Optional.of(new PropertyReader(menu, name))
                : Optional.empty();
    }

    private boolean isProperty(String name) {
        return menu.commands().values().stream().anyMatch(arguments -> arguments.contains(name)) || isShown(name);
    }

    private boolean isShown(String name) {
        return menu.index()
                .map(index -> !index.values(name).isEmpty())
                .orElseGet(() -> all.stream()
                        .map(Item::properties)
                        .anyMatch(own -> names(own).contains(name)));
    }

    private static Set<String> names(List<Property> properties) {
        return Set.copyOf(properties.stream().map(Property::name).toList());
    }
}
