package io.srvlab.csi.rds.simulator.console;

import io.srvlab.csi.rds.simulator.console.ConsoleStyle.CommentStyle;
import io.srvlab.csi.rds.simulator.console.ConsoleStyle.Indent;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Entries of {@code name=value}, wrapped at the width and set apart by an empty line. */
final class DetailPrinter {
    private static final int NARROWEST_INDENT = 5;
    private static final int WIDEST_INDENT = 15;

    private final ConsoleStyle style;
    private final RowPrefix prefix;
    private final Screen screen;

    DetailPrinter(ConsoleStyle style, RowPrefix prefix, Screen screen) {
        this.style = style;
        this.prefix = prefix;
        this.screen = screen;
    }

    void print(List<Row> rows, Function<Row, List<Property>> properties) {
        int chosen = style.random().nextInt(NARROWEST_INDENT, WIDEST_INDENT + 1);
        for (Row row : rows) {
            if (!row.equals(rows.getFirst())) {
                screen.line("");
            }
            comment(row);
            String before = prefix.detail(row);
            int indent = style.indent() == Indent.PREFIX ? before.length() : chosen;
            LineWrap wrap = new LineWrap(style, indent);
            wrap.wrap(before, pairs(properties.apply(row))).forEach(screen::line);
        }
    }

    private void comment(Row row) {
        if (style.commentStyle() == CommentStyle.AS_LINE) {
            row.item().properties().stream()
                    .filter(property -> property.name().equals("comment")
                            && !property.value().isEmpty())
                    .forEach(property -> screen.line(";;; " + property.value()));
        }
    }

    /** All on one line, without quotes. */
    void terse(Row row, List<Property> properties) {
        screen.line(properties.stream()
                .map(property -> property.name() + "=" + PropertyText.plain(property))
                .collect(Collectors.joining(" ", prefix.detail(row), "")));
    }

    private static List<String> pairs(List<Property> properties) {
        return properties.stream().map(PropertyText::pair).toList();
    }
}
