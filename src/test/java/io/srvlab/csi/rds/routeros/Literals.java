package io.srvlab.csi.rds.routeros;

import java.util.ArrayList;
import java.util.List;

/** The string literals of a RouterOS line, read by the manual's rules and not by our code, and the line without them. */
public final class Literals {
    private final List<String> values = new ArrayList<>();
    private final StringBuilder outside = new StringBuilder();

    public Literals(String line) {
        int at = 0;
        while (at < line.length()) {
            char c = line.charAt(at++);
            outside.append(c);
            if (c == '"') {
                at = literal(line, at);
            }
        }
    }

    private int literal(String line, int from) {
        StringBuilder value = new StringBuilder();
        int at = from;
        while (line.charAt(at) != '"') {
            if (line.charAt(at) == '$') {
                throw new AssertionError("a variable would be expanded in " + line);
            }
            at += line.charAt(at) == '\\' ? 1 : 0;
            value.append(line.charAt(at++));
        }
        values.add(value.toString());
        return at + 1;
    }

    public List<String> values() {
        return values;
    }

    public String outside() {
        return outside.toString();
    }
}
