package io.srvlab.csi.rds.routeros;

import java.util.regex.Pattern;

/** The one place where a value becomes RouterOS text: a string literal that the console reads back as exactly the value. */
final class Quoted {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9./-]+");
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]*");

    private Quoted() {}

    /** Printable ASCII in double quotes with backslash, quote and dollar escaped; anything else is refused. */
    static String text(String value) {
        StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~') {
                throw new IllegalArgumentException(
                        "a RouterOS value may hold printable ASCII only; found U+" + "%04X".formatted((int) c));
            }
            if (c == '\\' || c == '"' || c == '$') {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }

    /** A menu path, property or verb: these come from our own code, never from outside. */
    static String word(String word) {
        if (!WORD.matcher(word).matches()) {
            throw new IllegalArgumentException("'" + word + "' is no RouterOS word");
        }
        return word;
    }

    /** A variable's name: letters and digits only, for {@code $a-b} is a difference and {@code $a.b} a concatenation. */
    static String name(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is no name for a RouterOS variable");
        }
        return name;
    }
}
