package io.srvlab.csi.rds.simulator.console;

import io.srvlab.csi.rds.simulator.console.ConsoleStyle.CommentStyle;
import io.srvlab.csi.rds.simulator.console.Value.Absent;
import io.srvlab.csi.rds.simulator.console.Value.Many;
import io.srvlab.csi.rds.simulator.console.Value.Num;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One print command: chooses the form that its arguments ask for. */
final class Printout {
    private final Menu menu;
    private final Map<String, String> arguments;
    private final ConsoleStyle style;
    private final Screen screen;
    private final Arrangement arrangement;

    /** The properties asked for; empty for all. */
    private final Set<String> wanted;

    Printout(Menu menu, Map<String, String> arguments, ConsoleStyle style, Screen screen) {
        this.menu = menu;
        this.arguments = arguments;
        this.style = style;
        this.screen = screen;
        this.arrangement = new Arrangement(menu, arguments);
        this.wanted = Optional.ofNullable(arguments.get("proplist"))
                .map(list -> Set.of(list.split(",", -1)))
                .orElse(Set.of());
    }

    /** Prints, unless the value is all that is asked for. */
    Value print(List<Row> selected, boolean valueWanted) {
        List<Row> rows = arrangement.of(selected);
        if (has("count-only")) {
            return count(rows.size(), valueWanted);
        }
        if (has("as-value")) {
            return valueWanted ? asValue(rows) : Absent.NIL;
        }
        if (menu.singleton()) {
            new PairsPrinter(screen).print(wanted(rows));
        } else if (!rows.isEmpty()) {
            printItems(arrangement.numbered(rows));
        } else if (style.legend() != ConsoleStyle.Legend.PRESENT) {
            new FlagLegend(menu, rows, style).print(screen);
        }
        return Absent.NOTHING;
    }

    private boolean has(String name) {
        return arguments.containsKey(name);
    }

    private Value count(int rows, boolean valueWanted) {
        if (!valueWanted) {
            screen.line(Integer.toString(rows));
        }
        return new Num(rows);
    }

    private Value asValue(List<Row> rows) {
        AsValue form = new AsValue(menu, wanted, style.jsonNumbers());
        if (menu.singleton()) {
            return form.keyed(rows.getFirst().item());
        }
        List<Value> values = new ArrayList<>(rows.size());
        for (Row row : rows) {
            values.add(form.keyed(row.item()));
        }
        return new Many(Collections.unmodifiableList(values));
    }

    private void printItems(List<Row> rows) {
        FlagLegend legend = new FlagLegend(menu, rows, style);
        RowPrefix prefix = new RowPrefix(menu, legend, rows, has("show-ids"));
        if (has("value-list")) {
            new PairsPrinter(screen).print(wanted(rows));
        } else if (has("terse")) {
            rows.forEach(row -> new DetailPrinter(style, prefix, screen).terse(row, wanted(row)));
        } else if (isDetail()) {
            legend.print(screen);
            new DetailPrinter(style, prefix, screen).print(rows, this::wanted);
        } else {
            legend.print(screen);
            new TablePrinter(menu, prefix, screen).print(rows, columns(rows));
        }
    }

    /** The columns asked for; empty for those of the menu. */
    private Collection<String> columns(List<Row> rows) {
        return arrangement.hasStats() && wanted.isEmpty()
                ? rows.stream()
                        .flatMap(row -> row.item().properties().stream())
                        .map(Property::name)
                        .collect(Collectors.toCollection(LinkedHashSet::new))
                : wanted;
    }

    private boolean isDetail() {
        return has("detail") || has("stats-detail") || (menu.tableColumns().isEmpty() && wanted.isEmpty());
    }

    private List<List<Property>> wanted(List<Row> rows) {
        return rows.stream().map(this::wanted).toList();
    }

    /** The properties to show of an item; an empty comment is never shown, one above the entry not among them. */
    private List<Property> wanted(Row row) {
        return row.item().properties().stream()
                .filter(property -> wanted.isEmpty() || wanted.contains(property.name()))
                .filter(property -> !property.name().equals("comment") || showsComment(property))
                .toList();
    }

    private boolean showsComment(Property comment) {
        return !comment.value().isEmpty() && (style.commentStyle() == CommentStyle.AS_PROPERTY || has("terse"));
    }
}
