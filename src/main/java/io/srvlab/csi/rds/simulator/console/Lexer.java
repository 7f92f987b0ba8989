package io.srvlab.csi.rds.simulator.console;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;

/** A cursor over one line: words, symbols, escapes, and the brackets that are open. */
final class Lexer {
    /** Deeper nesting is refused, so that no line can exhaust the stack. */
    private static final int DEEPEST = 100;

    private static final String HEX = "0123456789ABCDEF";

    private final String text;
    private final AtomicInteger at = new AtomicInteger();
    private final Deque<Integer> open = new ArrayDeque<>();

    Lexer(String line) {
        text = line;
    }

    int mark() {
        return at.getPlain();
    }

    void reset(int mark) {
        at.setPlain(mark);
    }

    boolean atEnd() {
        return mark() >= text.length();
    }

    /** The next character, or NUL at the end. */
    char peek() {
        return peek(0);
    }

    char peek(int ahead) {
        int place = at.getPlain() + ahead;
        return place < text.length() ? text.charAt(place) : '\0';
    }

    char next() {
        if (atEnd()) {
            throw syntaxError();
        }
        char next = peek();
        skip(1);
        return next;
    }

    private void skip(int characters) {
        at.setPlain(at.getPlain() + characters);
    }

    void skipBlanks() {
        while (peek() == ' ' || peek() == '\t') {
            skip(1);
        }
    }

    boolean accept(String symbol) {
        for (int i = 0; i < symbol.length(); i++) {
            if (peek(i) != symbol.charAt(i)) {
                return false;
            }
        }
        skip(symbol.length());
        return true;
    }

    /** Takes a keyword such as {@code and} when it stands there as a whole word. */
    boolean acceptWord(String word) {
        int mark = mark();
        if (accept(word) && !isNamePart(peek())) {
            return true;
        }
        reset(mark);
        return false;
    }

    /** A name of a menu, command, argument or property; may be empty. */
    String name() {
        int start = mark();
        while (isNamePart(peek())) {
            skip(1);
        }
        return since(start);
    }

    /** The characters of a string up to its end, an escape or something to expand; may be empty. */
    String plain() {
        int start = mark();
        int end = start;
        while (end < text.length() && !isSpecial(text.charAt(end))) {
            end++;
        }
        reset(end);
        return since(start);
    }

    private static boolean isSpecial(char c) {
        return c == '"' || c == '\\' || c == '$';
    }

    /** A value without quotes; may be empty. */
    String word() {
        int start = mark();
        while (isNamePart(peek()) || "/:,*+@%#_".indexOf(peek()) >= 0) {
            skip(1);
        }
        return since(start);
    }

    /** The name of a variable; may be empty. */
    String variable() {
        int start = mark();
        while (isAlphanumeric(peek())) {
            skip(1);
        }
        return since(start);
    }

    private String since(int start) {
        return text.substring(start, mark());
    }

    /** What follows a backslash in a string: a letter, a sign, or bytes in upper-case hexadecimal. */
    String escape() {
        if (isHexPair(0)) {
            return bytes();
        }
        return switch (next()) {
            case '"' -> "\"";
            case '\\' -> "\\";
            case '$' -> "$";
            case '?' -> "?";
            case '_' -> " ";
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            default -> throw syntaxError();
        };
    }

    private String bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        do {
            bytes.write(HEX.indexOf(next()) * 16 + HEX.indexOf(next()));
        } while (isHexPair(1) && accept("\\"));
        return RawText.of(bytes.toByteArray());
    }

    private boolean isHexPair(int ahead) {
        return (ahead == 0 || peek() == '\\') && HEX.indexOf(peek(ahead)) >= 0 && HEX.indexOf(peek(ahead + 1)) >= 0;
    }

    /** Notes an opening bracket, which has just been taken. */
    void opened() {
        open.push(column() - 1);
        if (open.size() > DEEPEST) {
            throw syntaxError();
        }
    }

    /** Takes the bracket that closes the latest open one. */
    void close(String symbol, String name) {
        skipBlanks();
        if (atEnd()) {
            throw ParseFailure.at(open.getFirst(), "missing closing " + name);
        }
        if (!accept(symbol)) {
            throw syntaxError();
        }
        open.pop();
    }

    int column() {
        return mark() + 1;
    }

    ParseFailure syntaxError() {
        return ParseFailure.at(column(), "syntax error");
    }

    private static boolean isNamePart(char c) {
        return isAlphanumeric(c) || c == '-' || c == '.' || c == '_';
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
