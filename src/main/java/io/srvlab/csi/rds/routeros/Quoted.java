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

    /** A menu path, property or verb: these come from our own code, never from outside. */
    static String word(String word) {
        if (word.isEmpty() || !isAlphanumeric(word, "./-")) {
            throw new IllegalArgumentException("'" + word + "' is no RouterOS word");
        }
        return word;
    }

    /**
     * A variable's name: letters and digits only, for {@code $a-b} is a difference and {@code $a.b} a concatenation. On the device it
     * begins with a capital, as no property does: the manual reserves every property's name, and {@code find where name=$name} finds
     * all items, whatever the variable holds.
     */
    static String name(String name) {
        if (name.isEmpty() || !Character.isLetter(name.charAt(0)) || !isAlphanumeric(name, "")) {
            throw new IllegalArgumentException("'" + name + "' is no name for a RouterOS variable");
        }
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /** A script has hundreds of words, too many for regular expressions. */
    private static boolean isAlphanumeric(String text, String others) {
        for (int i = 0; i < text.length(); i++) {
            if (!isAlphanumeric(text.charAt(i)) && others.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
