package io.srvlab.csi.rds.routeros;

/** The one place where a value becomes RouterOS text: a string literal that the console reads back as exactly the value. */
final class Quoted {
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

    /** A menu path, property, verb or variable name: these come from our own code, never from outside. */
    static String word(String word) {
        if (!word.matches("[A-Za-z0-9./-]+")) {
            throw new IllegalArgumentException("'" + word + "' is no RouterOS word");
        }
        return word;
    }
}
