package io.srvlab.csi.rds.simulator.console;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of a plain print: only columns in which some item has a value, counters to the right. */
final class TablePrinter {
    private final Menu menu;
    private final RowPrefix prefix;
    private final Screen screen;

    TablePrinter(Menu menu, RowPrefix prefix, Screen screen) {
        this.menu = menu;
        this.prefix = prefix;
        this.screen = screen;
    }

    void print(List<Row> rows, Collection<String> wanted) {
        List<Column> columns = names(wanted).stream()
                .map(name -> Column.of(menu, name, rows))
                .filter(column -> column.cells().stream().anyMatch(cell -> !cell.isEmpty()))
                .toList();
        screen.line(columns.stream().map(Column::title).collect(Collectors.joining(", ", "Columns: ", "")));
        screen.line(line(prefix.tableHead(), columns.stream().map(Column::head)));
        for (int i = 0; i < rows.size(); i++) {
            int at = i;
            screen.line(line(prefix.table(rows.get(i)), columns.stream().map(column -> column.cell(at))));
        }
    }

    private Collection<String> names(Collection<String> wanted) {
        return wanted.isEmpty() ? menu.tableColumns() : wanted;
    }

    private static String line(String before, Stream<String> cells) {
        return cells.collect(Collectors.joining("  ", before, "")).stripTrailing();
    }

    /** One column, its cells as text. */
    private record Column(String title, List<String> cells, int width, boolean right) {
        static Column of(Menu menu, String name, List<Row> rows) {
            PropertyReader reader = new PropertyReader(menu, name);
            List<Property> properties =
                    rows.stream().map(row -> reader.read(row.item())).toList();
            List<String> cells = properties.stream().map(PropertyText::plain).toList();
            String title = name.toUpperCase(Locale.ROOT);
            int width = Math.max(
                    title.length(),
                    cells.stream().mapToInt(String::length).max().orElse(0));
            return new Column(title, cells, width, properties.stream().anyMatch(Column::isCounter));
        }

        private static boolean isCounter(Property property) {
            return property.style() == Property.Style.GROUPED || property.style() == Property.Style.NUMBER;
        }

        String head() {
            return padded(title);
        }

        String cell(int row) {
            return padded(cells.get(row));
        }

        private String padded(String text) {
            String blanks = " ".repeat(width - text.length());
            return right ? blanks + text : text + blanks;
        }
    }
}
