package io.srvlab.csi.rds.simulator.console;

import io.srvlab.csi.rds.simulator.console.Value.Absent;
import io.srvlab.csi.rds.simulator.console.Value.Bool;
import io.srvlab.csi.rds.simulator.console.Value.Keyed;
import io.srvlab.csi.rds.simulator.console.Value.Many;
import io.srvlab.csi.rds.simulator.console.Value.Num;
import java.util.Iterator;
import java.util.Map;
import java.util.regex.Pattern;

/** Writes a value as JSON on one line; strings that look like numbers become decimals unless they are to be kept. */
final class Json {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");

    private final boolean keepStrings;
    private final StringBuilder json = new StringBuilder();

    private Json(boolean keepStrings) {
        this.keepStrings = keepStrings;
    }

    static String of(Value value, boolean keepStrings) {
        Json writer = new Json(keepStrings);
        writer.write(value);
        return writer.json.toString();
    }

    private void write(Value value) {
        switch (value) {
            case Num(long number) -> json.append(number);
            case Bool(boolean truth) -> json.append(truth);
            case Absent none -> json.append("null");
            case Many(var values) -> {
                json.append('[');
                writeAll(values.iterator());
                json.append(']');
            }
            case Keyed(var entries) -> {
                json.append('{');
                writeEntries(entries.entrySet().iterator());
                json.append('}');
            }
            default -> string(value.text());
        }
    }

    private void writeAll(Iterator<Value> values) {
        while (values.hasNext()) {
            write(values.next());
            json.append(values.hasNext() ? "," : "");
        }
    }

    private void writeEntries(Iterator<Map.Entry<String, Value>> entries) {
        while (entries.hasNext()) {
            Map.Entry<String, Value> entry = entries.next();
            quoted(entry.getKey());
            json.append(':');
            write(entry.getValue());
            json.append(entries.hasNext() ? "," : "");
        }
    }

    private void string(String text) {
        if (!keepStrings && NUMBER.matcher(text).matches()) {
            json.append(text).append(".000000");
        } else {
            quoted(text);
        }
    }

    private void quoted(String text) {
        json.append('"');
        if (text.chars().allMatch(Json::isPlain)) {
            json.append(text);
        } else {
            text.chars().forEach(c -> character((char) c));
        }
        json.append('"');
    }

    private static boolean isPlain(int c) {
        return c >= ' ' && c != '"' && c != '\\';
    }

    private void character(char c) {
        switch (c) {
            case '"' -> json.append("\\\"");
            case '\\' -> json.append("\\\\");
            case '\n' -> json.append("\\n");
            case '\r' -> json.append("\\r");
            case '\t' -> json.append("\\t");
            default -> plainOrCode(c);
        }
    }

    private void plainOrCode(char c) {
        if (c < ' ') {
            json.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
        } else {
            json.append(c);
        }
    }
}
