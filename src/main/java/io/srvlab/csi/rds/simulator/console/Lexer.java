package io.srvlab.csi.rds.simulator.console;

import java.io.ByteArrayOutputStream;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** A cursor over one line: words, symbols, escapes, and the brackets that are open. */
final class Lexer {
    /** Deeper nesting is refused, so that no line can exhaust the stack. */
    private static final int DEEPEST = 100;

    private static final String HEX = "0123456789ABCDEF";

    private final CharBuffer text;
    private final Deque<Integer> open = new ArrayDeque<>();

    Lexer(String line) {
        text = CharBuffer.wrap(line);
    }

    int mark() {
        return text.position();
    }

    void reset(int mark) {
        text.position(mark);
    }

    boolean atEnd() {
        return !text.hasRemaining();
    }

    /** The next character, or NUL at the end. */
    char peek() {
        return peek(0);
    }

    char peek(int ahead) {
        return text.remaining() > ahead ? text.get(text.position() + ahead) : '\0';
    }

    char next() {
        if (atEnd()) {
            throw syntaxError();
        }
        return text.get();
    }

    void skipBlanks() {
        while (peek() == ' ' || peek() == '\t') {
            text.get();
        }
    }

    boolean accept(String symbol) {
        for (int i = 0; i < symbol.length(); i++) {
            if (peek(i) != symbol.charAt(i)) {
                return false;
            }
        }
        text.position(text.position() + symbol.length());
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
            text.get();
        }
        return since(start);
    }

    /** A value without quotes; may be empty. */
    String word() {
        int start = mark();
        while (isNamePart(peek()) || "/:,*+@%#_".indexOf(peek()) >= 0) {
            text.get();
        }
        return since(start);
    }

    /** The name of a variable; may be empty. */
    String variable() {
        int start = mark();
        while (isAlphanumeric(peek())) {
            text.get();
        }
        return since(start);
    }

    private String since(int start) {
        return text.duplicate().flip().position(start).toString();
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
        return bytes.toString(StandardCharsets.UTF_8);
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
        return text.position() + 1;
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
