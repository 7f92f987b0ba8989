package io.srvlab.csi.rds.routeros;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what one exec printed. Only text between the begin mark and OK or ER counts: echoes, banners and notes before it do
 * not. Marks are looked for in the text without CR and LF, because a console may wrap its output at any column.
 */
public final class ReplyParser {
    private final String raw;
    private final String flat;
    private final Frame frame;
    private final String tail;
    private final Map<String, List<Row>> sections = new LinkedHashMap<>();
    private final int[] rawIndex;

    private ReplyParser(String raw, Frame frame) {
        this.raw = raw;
        this.frame = frame;
        this.flat = unwrapped(raw);
        this.tail = ":" + frame.nonce();
        this.rawIndex = frame.form() == ReplyForm.DETAIL ? places() : new int[0];
    }

    /**
     * The reply that the text holds.
     *
     * @throws TransportFailure.Doubtful when it is cut short or cannot be read
     */
    public static Reply parse(String raw, Frame frame) {
        return new ReplyParser(raw, frame).reply();
    }

    /** Whether both ends of the frame arrived, so that the text is whole even if it cannot be read. */
    public static boolean isWhole(String raw, Frame frame) {
        String flat = unwrapped(raw);
        int begin = flat.indexOf("B:" + frame.nonce());
        return begin >= 0 && flat.indexOf("OK:" + frame.nonce(), begin) >= 0;
    }

    private Reply reply() {
        int begin = flat.indexOf("B" + tail);
        return begin < 0 ? unframed() : framed(begin + 1 + tail.length());
    }

    private Reply framed(int start) {
        Mark open = new Mark(Kind.BEGIN, start, start, "");
        for (Mark mark = next(start); mark != null; mark = next(mark.end())) {
            if (mark.kind() == Kind.ERROR) {
                return rejected(open, mark);
            }
            read(open, mark.start());
            if (mark.kind() == Kind.OK) {
                return new Reply.Answer(sections);
            }
            open = mark;
        }
        throw new TransportFailure.Doubtful("the answer is cut short after " + raw.length() + " characters");
    }

    /** No begin mark: the console did not understand the line, or nothing of the answer came. */
    private Reply unframed() {
        String complaint = RejectionReason.complaint(raw);
        if (complaint.isEmpty()) {
            throw new TransportFailure.Doubtful("the answer does not begin: " + excerpt(raw));
        }
        return new Reply.Rejected(Map.of(), RejectionReason.SYNTAX, complaint);
    }

    /** Every printed line ends with a line end; an error text without one may have lost its rest. */
    private Reply rejected(Mark open, Mark error) {
        if (!isLineEnd(raw.charAt(raw.length() - 1))) {
            throw new TransportFailure.Doubtful(
                    "the device's error text is cut short: " + excerpt(flat.substring(error.end())));
        }
        try {
            read(open, error.start());
        } catch (TransportFailure.Doubtful interrupted) {
            // The error came while this section was being printed; those before it stand.
            sections.remove(open.label());
        }
        String text = flat.substring(error.end()).strip();
        return new Reply.Rejected(sections, RejectionReason.of(text), text);
    }

    private void read(Mark open, int end) {
        if (open.kind() != Kind.SECTION) {
            return;
        }
        List<Row> rows = new ArrayList<>(sections.getOrDefault(open.label(), List.of()));
        rows.addAll(rows(open.end(), end));
        sections.put(open.label(), List.copyOf(rows));
    }

    private List<Row> rows(int start, int end) {
        if (flat.startsWith("V:", start)) {
            return List.of(new Row(Map.of("value", flat.substring(start + 2, end))));
        }
        return frame.form() == ReplyForm.JSON
                ? JsonRows.parse(flat.substring(start, end))
                : DetailRows.parse(raw.substring(rawIndex[start], rawIndex[end]));
    }

    private @Nullable Mark next(int from) {
        for (int at = flat.indexOf(tail, from); at >= 0; at = flat.indexOf(tail, at + tail.length())) {
            Mark mark = mark(at, at + tail.length());
            if (mark != null) {
                return mark;
            }
        }
        return null;
    }

    private @Nullable Mark mark(int at, int end) {
        if (flat.startsWith("OK", at - 2)) {
            return new Mark(Kind.OK, at - 2, end, "");
        }
        if (flat.startsWith("ER", at - 2) && flat.startsWith(":", end)) {
            return new Mark(Kind.ERROR, at - 2, end + 1, "");
        }
        int close = flat.startsWith("S", at - 1) ? flat.indexOf(';', end) : -1;
        return close < 0 ? null : new Mark(Kind.SECTION, at - 1, close + 1, flat.substring(end + 1, close));
    }

    /** Where each character of the flat text is in the raw text; one more for its end. */
    private int[] places() {
        int[] places = new int[flat.length() + 1];
        int at = 0;
        for (int i = 0; i < raw.length(); i++) {
            if (!isLineEnd(raw.charAt(i))) {
                places[at++] = i;
            }
        }
        places[at] = raw.length();
        return places;
    }

    private static String unwrapped(String raw) {
        StringBuilder flat = new StringBuilder(raw.length());
        int start = 0;
        for (int i = 0; i < raw.length(); i++) {
            if (isLineEnd(raw.charAt(i))) {
                flat.append(raw, start, i);
                start = i + 1;
            }
        }
        return flat.append(raw, start, raw.length()).toString();
    }

    private static boolean isLineEnd(char c) {
        return c == '\r' || c == '\n';
    }

    static String excerpt(String text) {
        String line = text.strip();
        return line.isEmpty()
                ? "nothing came"
                : "'" + (line.length() > 200 ? line.substring(0, 200) + "…" : line) + "'";
    }

    private enum Kind {
        BEGIN,
        SECTION,
        OK,
        ERROR
    }

    /** A mark from its first character to the one after its last. */
    private record Mark(Kind kind, int start, int end, String label) {}
}
