package io.srvlab.csi.rds.routeros;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code print detail}. Exact for values without blanks wherever the console wraps its lines. Ambiguous by nature, and
 * therefore not promised: a blank at which a value was wrapped (it is lost), a bare value that holds {@code =} and was wrapped
 * before that word, a comment wrapped at a blank.
 */
final class DetailRows {
    private final String section;
    private final boolean loose;
    private final DetailLegend legend = new DetailLegend();
    private final List<Row> rows = new ArrayList<>();
    private volatile @Nullable DetailEntry entry;
    private volatile @Nullable StringBuilder comment;
    private volatile boolean fresh = true;
    private volatile boolean inLegend;
    private volatile boolean unsure;

    private DetailRows(String section, boolean loose) {
        this.section = section;
        this.loose = loose;
    }

    /**
     * A device puts a blank line before each item. Where an item then shows a property twice there were none, and items are
     * told apart by their first line instead, which a wrapped number can imitate: so this is the second choice.
     */
    static List<Row> parse(String section) {
        DetailRows strict = new DetailRows(section, false).read();
        DetailRows read = strict.unsure ? new DetailRows(section, true).read() : strict;
        if (read.unsure) {
            throw new TransportFailure.Doubtful("the items cannot be told apart: " + ReplyParser.excerpt(section));
        }
        return read.rows;
    }

    private DetailRows read() {
        for (int at = 0; at < section.length(); ) {
            int end = section.indexOf('\n', at);
            int next = end < 0 ? section.length() : end;
            line(section.substring(at, next).replace("\r", ""));
            at = next + 1;
        }
        finish();
        return this;
    }

    private void line(String line) {
        DetailEntry open = entry;
        if (open != null && open.inQuotes()) {
            open.add(line.stripLeading());
        } else if (line.isBlank()) {
            fresh = true;
            inLegend = false;
        } else {
            content(line, line.strip());
            fresh = inLegend;
        }
    }

    private void content(String line, String stripped) {
        if (DetailLegend.startsAt(stripped) || stripped.startsWith("Columns:")) {
            finish();
            inLegend = true;
            legend.add(stripped);
        } else if (stripped.startsWith(";;;")) {
            comment(stripped.substring(3).strip());
        } else {
            item(line, stripped);
        }
    }

    private void comment(String text) {
        DetailEntry open = entry;
        inLegend = false;
        if (open != null && open.isBare()) {
            open.comment(text);
        } else {
            finish();
            comment = new StringBuilder(text);
        }
    }

    private void item(String line, String stripped) {
        DetailEntry open = entry;
        DetailStart start = start(line, stripped, open);
        if (start != null) {
            begin(start);
        } else if (inLegend) {
            legend.add(stripped);
        } else if (open != null) {
            open.add(line.stripLeading());
        } else {
            continueComment(stripped);
        }
    }

    private @Nullable DetailStart start(String line, String stripped, @Nullable DetailEntry open) {
        DetailStart numbered = DetailStart.of(line, fresh, legend);
        if (open != null && !fresh) {
            return numbered != null && isLooseStart(numbered, open) ? numbered : null;
        }
        return numbered == null ? unnumbered(stripped, open) : numbered;
    }

    /** A print of one item may come without number and flags. */
    private static @Nullable DetailStart unnumbered(String stripped, @Nullable DetailEntry open) {
        boolean property = DetailProperty.keyLength(stripped) > 0;
        return property && (open == null || open.isUnnumbered()) ? new DetailStart(0, "", stripped) : null;
    }

    private boolean isLooseStart(DetailStart start, DetailEntry open) {
        return loose && !(open.endsInDigits() && start.digits() == 3);
    }

    private void begin(DetailStart start) {
        finish();
        inLegend = false;
        DetailEntry next = new DetailEntry(start);
        StringBuilder before = comment;
        if (before != null) {
            next.comment(before.toString());
            comment = null;
        }
        entry = next;
    }

    private void continueComment(String rest) {
        StringBuilder begun = comment;
        if (begun == null) {
            throw new TransportFailure.Doubtful("the answer is no listing: " + ReplyParser.excerpt(section));
        }
        begun.append(rest);
    }

    private void finish() {
        DetailEntry ended = entry;
        entry = null;
        if (ended == null) {
            return;
        }
        Row row = ended.row(legend);
        if (row == null) {
            unsure = true;
        } else {
            rows.add(row);
        }
    }
}
