package io.srvlab.csi.rds.routeros;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lines of one item while they come in. */
final class DetailEntry {
    /** Stands in the text where one line ended and the next began. */
    static final char JOIN = '\n';

    private final DetailStart start;
    private final StringBuilder text = new StringBuilder();
    private @Nullable StringBuilder comment;
    private boolean commentOpen;
    private boolean quoted;
    private boolean escaped;

    DetailEntry(DetailStart start) {
        this.start = start;
        if (start.rest().startsWith(";;;")) {
            comment(start.rest().substring(3).strip());
        } else {
            add(start.rest());
        }
    }

    void comment(String line) {
        comment = new StringBuilder(line);
        commentOpen = text.isEmpty();
    }

    /** A further line, without its indent. */
    void add(String line) {
        if (comment != null && commentOpen && DetailProperties.keyLength(line) <= 0 && start.digits() > 0) {
            comment.append(line);
            return;
        }
        commentOpen = false;
        text.append(text.isEmpty() ? "" : String.valueOf(JOIN)).append(line);
        line.chars().forEach(this::track);
    }

    private void track(int c) {
        quoted ^= c == '"' && !escaped;
        escaped = quoted && c == '\\' && !escaped;
    }

    boolean inQuotes() {
        return quoted;
    }

    /** No property came yet. */
    boolean isBare() {
        return text.isEmpty();
    }

    boolean isUnnumbered() {
        return start.digits() == 0;
    }

    boolean endsInDigits() {
        int last = text.length() - 1;
        while (last >= 0 && text.charAt(last) == ' ') {
            last--;
        }
        return last >= 0 && Character.isDigit(text.charAt(last));
    }

    DetailProperties properties() {
        if (quoted) {
            throw new TransportFailure.Doubtful("a quoted value does not end: " + ReplyParser.excerpt(text.toString()));
        }
        return DetailProperties.read(text);
    }

    Row row(DetailProperties properties, DetailLegend legend) {
        Map<String, String> values = new HashMap<>(properties.values());
        legend.addTo(values, start.flags());
        if (comment != null) {
            values.putIfAbsent("comment", comment.toString());
        }
        return new Row(values);
    }
}
