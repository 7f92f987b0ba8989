package io.srvlab.csi.rds.simulator.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code name: value} on lines of their own, names to the right, the values of several items side by side. */
final class PairsPrinter {
    private static final int MARGIN = 2;

    private final Screen screen;

    PairsPrinter(Screen screen) {
        this.screen = screen;
    }

    void print(List<List<Property>> items) {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        items.forEach(item -> item.forEach(property ->
                lines.computeIfAbsent(property.name(), any -> new ArrayList<>()).add(PropertyText.plain(property))));
        int widest = lines.keySet().stream().mapToInt(String::length).max().orElse(0);
        lines.forEach((name, values) ->
                screen.line(" ".repeat(MARGIN + widest - name.length()) + name + ": " + String.join("  ", values)));
    }
}
