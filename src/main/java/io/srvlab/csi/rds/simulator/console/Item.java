package io.srvlab.csi.rds.simulator.console;

import java.util.List;
import java.util.Set;

/** One item of a menu: id such as {@code *2B}, properties in print order, and the names of the flags that are set. */
public record Item(String id, List<Property> properties, Set<String> flags) {
    public Item {
        properties = List.copyOf(properties);
        flags = Set.copyOf(flags);
    }
}
