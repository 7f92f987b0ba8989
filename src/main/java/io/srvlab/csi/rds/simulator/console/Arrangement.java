package io.srvlab.csi.rds.simulator.console;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The rows of a print as it asks for them: in another order, with their statistics, numbered anew. */
final class Arrangement {
    private final Menu menu;
    private final Map<String, String> arguments;

    Arrangement(Menu menu, Map<String, String> arguments) {
        this.menu = menu;
        this.arguments = arguments;
    }

    boolean hasStats() {
        return arguments.containsKey("stats") || arguments.containsKey("stats-detail");
    }

    List<Row> of(List<Row> rows) {
        List<Row> shown = hasStats() ? rows.stream().map(this::withStats).toList() : rows;
        return arguments.containsKey("order-by") ? ordered(shown, arguments.get("order-by")) : shown;
    }

    private List<Row> ordered(List<Row> rows, String name) {
        PropertyReader reader = new PropertyReader(menu, name);
        return rows.stream()
                .sorted(Comparator.comparing(row -> reader.read(row.item()).value(), Filter::order))
                .toList();
    }

    /** The name, and the statistics instead of the settings. */
    private Row withStats(Row row) {
        Item item = row.item();
        List<Property> shown = new ArrayList<>(item.properties().stream()
                .filter(property -> property.name().equals("slot"))
                .toList());
        shown.addAll(menu.stats(item));
        return new Row(row.index(), new Item(item.id(), shown, item.flags()));
    }

    /** From 0 in menus whose items have no lasting number. */
    List<Row> numbered(List<Row> rows) {
        if (menu.keepsNumbers()) {
            return rows;
        }
        List<Row> numbered = new ArrayList<>(rows.size());
        rows.forEach(row -> numbered.add(new Row(numbered.size(), row.item())));
        return numbered;
    }
}
