package io.srvlab.csi.rds.routeros;

/** A condition on the items of a menu, as it stands after {@code where}. */
public record Match(String text) {
    public static Match equal(String property, String value) {
        return new Match(Quoted.word(property) + "=" + Quoted.text(value));
    }

    /** The property equals a value that the device computed. */
    public static Match equal(String property, Expression value) {
        return new Match(Quoted.word(property) + "=" + value.text());
    }

    public static Match notEqual(String property, String value) {
        return new Match(Quoted.word(property) + "!=" + Quoted.text(value));
    }

    /** The property matches the POSIX regular expression somewhere; anchor it. */
    public static Match regex(String property, String expression) {
        return new Match(Quoted.word(property) + "~" + Quoted.text(expression));
    }

    /** The property is switched on. */
    public static Match yes(String property) {
        return new Match(Quoted.word(property) + "=yes");
    }

    /** The flag, such as {@code mounted} or {@code raid-member-failed}, is set. */
    public static Match flag(String name) {
        return new Match(Quoted.word(name));
    }

    public Match and(Match other) {
        return new Match("(" + text + " and " + other.text + ")");
    }

    public Match or(Match other) {
        return new Match("(" + text + " or " + other.text + ")");
    }

    public Match negated() {
        return new Match("!(" + text + ")");
    }

    /** A POSIX regular expression that matches the text literally; needs no backslash, so it survives any quoting. */
    public static String literally(String text) {
        StringBuilder expression = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            append(expression, text.charAt(i));
        }
        return expression.toString();
    }

    /** Like {@link #literally}, for letters of either case. */
    public static String literallyIgnoringCase(String text) {
        StringBuilder expression = new StringBuilder(text.length() * 4);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isLetter(c)) {
                expression
                        .append('[')
                        .append(Character.toLowerCase(c))
                        .append(Character.toUpperCase(c))
                        .append(']');
            } else {
                append(expression, c);
            }
        }
        return expression.toString();
    }

    private static void append(StringBuilder expression, char c) {
        if (c == '^') {
            throw new IllegalArgumentException("'^' cannot be matched without a backslash");
        }
        if (Character.isLetterOrDigit(c) || "-_/: ".indexOf(c) >= 0) {
            expression.append(c);
        } else {
            expression.append('[').append(c).append(']');
        }
    }
}
