package io.srvlab.csi.rds.simulator.console;

import io.srvlab.csi.rds.simulator.console.ConsoleStyle.WrapStyle;
import java.util.ArrayList;
import java.util.List;

/**
 * Breaks one entry into lines. The blank between two properties is lost at a break; a cut inside a property loses nothing, and
 * what follows a cut never begins with a blank, so the pieces can be joined.
 */
final class LineWrap {
    private static final List<WrapStyle> CHOICES =
            List.of(WrapStyle.BLANK_GREEDY, WrapStyle.MID_TOKEN_HYPHEN, WrapStyle.MID_TOKEN_ANYWHERE);

    private final ConsoleStyle style;
    private final String indent;

    LineWrap(ConsoleStyle style, int indent) {
        this.style = style;
        this.indent = " ".repeat(indent);
    }

    List<String> wrap(String prefix, List<String> pairs) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(prefix);
        boolean first = true;
        for (String pair : pairs) {
            String separator = first ? "" : " ";
            first = false;
            if (fits(line.length() + separator.length() + pair.length())) {
                line.append(separator).append(pair);
            } else {
                breakInto(lines, line, separator, pair);
            }
        }
        lines.add(line.toString());
        return lines;
    }

    private boolean fits(int length) {
        return style.width() == 0 || length <= style.width();
    }

    private void breakInto(List<String> lines, StringBuilder line, String separator, String pair) {
        WrapStyle rule = chosen();
        int room = style.width() - line.length() - separator.length();
        int cut = rule == WrapStyle.BLANK_GREEDY ? 0 : cut(pair, room, rule);
        String rest = pair;
        if (cut > 0) {
            line.append(separator).append(pair, 0, cut);
            rest = pair.substring(cut);
        }
        if (cut > 0 || !line.toString().isBlank()) {
            lines.add(line.toString());
            line.setLength(0);
            line.append(indent);
        }
        fill(lines, line, rest, rule);
    }

    /** Puts the rest on lines of its own, of which all but the last are full. */
    private void fill(List<String> lines, StringBuilder line, String pair, WrapStyle rule) {
        String rest = pair;
        int room = Math.max(1, style.width() - indent.length());
        while (rest.length() > room) {
            int cut = cut(rest, room, rule);
            int at = cut > 0 ? cut : room;
            lines.add(line.append(rest, 0, at).toString());
            line.setLength(0);
            line.append(indent);
            rest = rest.substring(at);
        }
        line.append(rest);
    }

    private WrapStyle chosen() {
        if (style.wrapStyle() != WrapStyle.RANDOM) {
            return style.wrapStyle();
        }
        return CHOICES.get(style.random().nextInt(CHOICES.size()));
    }

    /** Where to cut so that at most that many characters stay; 0 for nowhere. A property's name is never cut. */
    private static int cut(String pair, int room, WrapStyle rule) {
        int value = pair.indexOf('=') + 1;
        int cut = rule == WrapStyle.MID_TOKEN_HYPHEN ? pair.lastIndexOf('-', room) : Math.min(room, pair.length());
        while (cut > value && pair.charAt(cut) == ' ') {
            cut--;
        }
        return cut > value ? cut : 0;
    }
}
