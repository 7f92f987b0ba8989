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
    private final StringBuilder comment = new StringBuilder();

    DetailEntry(DetailStart start) {
        this.start = start;
        if (start.rest().startsWith(";;;")) {
            comment(start.rest().substring(3).strip());
        } else {
            add(start.rest());
        }
    }

    void comment(String line) {
        comment.append(line);
    }

    /** A further line, without its indent: of the comment until the first property comes. */
    void add(String line) {
        if (isBare() && start.rest().startsWith(";;;") && DetailProperty.keyLength(line) == 0) {
            comment.append(line);
        } else {
            text.append(text.isEmpty() ? "" : String.valueOf(JOIN)).append(line);
        }
    }

    boolean inQuotes() {
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '"';
            i += quoted && c == '\\' ? afterJoins(i + 1) : 0;
        }
        return quoted;
    }

    /** How far the escaped character is from the backslash: a line may end between them. */
    private int afterJoins(int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) == JOIN) {
            at++;
        }
        return at - from + 1;
    }

    /** No property came yet. */
    boolean isBare() {
        return text.isEmpty();
    }

    boolean isUnnumbered() {
        return start.digits() == 0;
    }

    boolean endsInDigits() {
        String ending = text.toString().stripTrailing();
        return !ending.isEmpty() && Character.isDigit(ending.charAt(ending.length() - 1));
    }

    /** Null when a property comes twice. */
    @Nullable
    Row row(DetailLegend legend) {
        if (inQuotes()) {
            throw new TransportFailure.Doubtful("a quoted value does not end: " + ReplyParser.excerpt(text.toString()));
        }
        Map<String, String> properties = DetailProperty.read(text);
        if (properties == null) {
            return null;
        }
        Map<String, String> values = new HashMap<>(properties);
        legend.addTo(values, start.flags());
        if (!comment.isEmpty()) {
            values.putIfAbsent("comment", comment.toString());
        }
        return new Row(values);
    }
}
