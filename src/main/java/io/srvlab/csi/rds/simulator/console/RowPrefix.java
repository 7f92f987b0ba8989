package io.srvlab.csi.rds.simulator.console;

import java.util.List;

/** What stands before an entry: its index or id, and its flags. */
final class RowPrefix {
    private final Menu menu;
    private final FlagLegend legend;
    private final boolean ids;
    private final int widest;

    RowPrefix(Menu menu, FlagLegend legend, List<Row> rows, boolean ids) {
        this.menu = menu;
        this.legend = legend;
        this.ids = ids;
        this.widest = rows.stream().mapToInt(row -> label(row).length()).max().orElse(1);
    }

    /** Before an entry of print detail; a menu that knows no flags has a wider column there. */
    String detail(Row row) {
        return menu.flagColumns().isEmpty()
                ? padded(label(row), Math.max(2, widest)) + "   "
                : padded(label(row), widest) + " " + legend.letters(row.item()) + " ";
    }

    String table(Row row) {
        return padded(label(row), widest) + " " + flags(legend.letters(row.item()));
    }

    String tableHead() {
        return "#" + " ".repeat(widest) + flags(" ".repeat(legend.columnCount()));
    }

    private static String flags(String letters) {
        return letters.isEmpty() ? "" : letters + " ";
    }

    private String label(Row row) {
        return ids ? row.item().id() : Integer.toString(row.index());
    }

    private static String padded(String label, int width) {
        return " ".repeat(width - label.length()) + label;
    }
}
