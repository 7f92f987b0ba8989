package io.srvlab.csi.rds.routeros;

import java.nio.CharBuffer;
import org.jspecify.annotations.Nullable;

/** Cuts an item's text into words: at blanks and line ends outside quotes. */
final class DetailWords {
    private final CharBuffer text;

    DetailWords(CharSequence text) {
        this.text = CharBuffer.wrap(text);
    }

    @Nullable
    DetailWord next() {
        boolean joined = false;
        while (text.hasRemaining() && isGap(text.charAt(0))) {
            joined |= text.get() == DetailEntry.JOIN;
        }
        return text.hasRemaining() ? word(joined) : null;
    }

    private DetailWord word(boolean joined) {
        String key = key();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        while (text.hasRemaining() && !isGap(text.charAt(0))) {
            char c = text.get();
            if (c == '"') {
                quoted = true;
                quotation(value);
            } else {
                value.append(c);
            }
        }
        return new DetailWord(joined, key, value.toString(), quoted);
    }

    private @Nullable String key() {
        int length = 0;
        while (length < text.length() && DetailProperty.isKey(text.charAt(length))) {
            length++;
        }
        if (length == text.length() || text.charAt(length) != '=') {
            return null;
        }
        String key = text.subSequence(0, length).toString();
        text.position(text.position() + length + 1);
        return key;
    }

    /** Line ends inside quotes are the console's wrapping; a real one is printed as an escape. */
    private void quotation(StringBuilder value) {
        while (text.hasRemaining()) {
            char c = text.get();
            if (c == '"') {
                return;
            }
            if (c == '\\') {
                escape(value);
            } else if (c != DetailEntry.JOIN) {
                value.append(c);
            }
        }
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
        while (text.hasRemaining() && text.charAt(0) == DetailEntry.JOIN) {
            text.get();
        }
        return text.hasRemaining() ? text.get() : '"';
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
    }

    private static boolean isGap(char c) {
        return c == ' ' || c == '\t' || c == DetailEntry.JOIN;
    }
}
