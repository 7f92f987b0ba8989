package io.srvlab.csi.rds.routeros;

import org.jspecify.annotations.Nullable;

/** Cuts an item's text into words: at blanks and line ends outside quotes. */
final class DetailWords {
    private final CharSequence text;
    private int at;

    DetailWords(CharSequence text) {
        this.text = text;
    }

    @Nullable
    DetailWord next() {
        boolean joined = false;
        while (at < text.length() && isGap(text.charAt(at))) {
            joined |= text.charAt(at) == DetailEntry.JOIN;
            at++;
        }
        return at < text.length() ? word(joined) : null;
    }

    private DetailWord word(boolean joined) {
        String key = key();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        while (at < text.length() && !isGap(text.charAt(at))) {
            if (text.charAt(at) == '"') {
                quoted = true;
                quotation(value);
            } else {
                value.append(text.charAt(at++));
            }
        }
        return new DetailWord(joined, key, value.toString(), quoted);
    }

    private @Nullable String key() {
        int end = at;
        while (end < text.length() && DetailProperties.isKey(text.charAt(end))) {
            end++;
        }
        if (end == text.length() || text.charAt(end) != '=') {
            return null;
        }
        String key = text.subSequence(at, end).toString();
        at = end + 1;
        return key;
    }

    /** Line ends inside quotes are the console's wrapping; a real one is printed as an escape. */
    private void quotation(StringBuilder value) {
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c == '\\') {
                escape(value);
            } else if (c != DetailEntry.JOIN) {
                value.append(c);
            }
        }
        at++;
    }

    private void escape(StringBuilder value) {
        char c = significant();
        if (isHex(c)) {
            value.append((char) (Character.digit(c, 16) * 16 + Math.max(0, Character.digit(significant(), 16))));
            return;
        }
        value.append(
                switch (c) {
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    default -> c;
                });
    }

    private char significant() {
        while (at < text.length() && text.charAt(at) == DetailEntry.JOIN) {
            at++;
        }
        return at < text.length() ? text.charAt(at++) : '"';
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
    }

    private static boolean isGap(char c) {
        return c == ' ' || c == '\t' || c == DetailEntry.JOIN;
    }
}
