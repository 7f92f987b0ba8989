package io.srvlab.csi.rds.simulator.console;

import io.srvlab.csi.rds.simulator.console.Menu.Flag;
import io.srvlab.csi.rds.simulator.console.Menu.FlagColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The flags that one print shows: the legend above the entries, and each entry's column of letters. */
final class FlagLegend {
    private static final String TITLE = "Flags: ";

    private final List<FlagColumn> columns;
    private final int width;
    private final boolean old;

    FlagLegend(Menu menu, List<Row> rows, ConsoleStyle style) {
        this.old = style.legend() == ConsoleStyle.Legend.OLD;
        boolean all = old || rows.isEmpty() || style.legend() == ConsoleStyle.Legend.ALL;
        this.width = style.width();
        this.columns = menu.flagColumns().stream()
                .map(column -> new FlagColumn(column.alternatives().stream()
                        .filter(flag -> all || occurs(flag, rows))
                        .toList()))
                .filter(column -> !column.alternatives().isEmpty())
                .toList();
    }

    private static boolean occurs(Flag flag, List<Row> rows) {
        return rows.stream().anyMatch(row -> AsValue.isSet(row.item(), flag));
    }

    boolean isEmpty() {
        return columns.isEmpty();
    }

    /** One character for each column, blank where none of its flags is set. */
    String letters(Item item) {
        StringBuilder letters = new StringBuilder();
        for (FlagColumn column : columns) {
            letters.append(column.alternatives().stream()
                    .filter(flag -> AsValue.isSet(item, flag))
                    .findFirst()
                    .map(Flag::letter)
                    .orElse(' '));
        }
        return letters.toString();
    }

    int columnCount() {
        return columns.size();
    }

    /** Columns stand apart by a semicolon, or by the end of the line where the next does not fit. */
    void print(Screen screen) {
        if (!isEmpty()) {
            (old ? List.of(oldLine()) : lines()).forEach(screen::line);
        }
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(TITLE).append(group(columns.getFirst()));
        for (FlagColumn column : columns.subList(1, columns.size())) {
            String group = group(column);
            if (width > 0 && line.length() + 2 + group.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
                line.append(" ".repeat(TITLE.length())).append(group);
            } else {
                line.append("; ").append(group);
            }
        }
        lines.add(line.toString());
        return lines;
    }

    private String oldLine() {
        return columns.stream()
                .flatMap(column -> column.alternatives().stream())
                .map(flag -> flag.letter() + " - " + flag.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ", TITLE, ""));
    }

    private static String group(FlagColumn column) {
        return column.alternatives().stream()
                .map(flag -> flag.letter() + " - " + flag.name())
                .collect(Collectors.joining(", "));
    }
}
