package io.srvlab.csi.rds.simulator.console;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A value of the console language. */
sealed interface Value {
    record Num(long value) implements Value {}

    record Str(String value) implements Value {}

    record Bool(boolean value) implements Value {}

    record ItemId(String value) implements Value {}

    record Many(List<Value> values) implements Value {}

    /** An array with keys, in insertion order. */
    record Keyed(Map<String, Value> entries) implements Value {}

    /** A parsed command, as {@code :parse} answers it. */
    record Code(String source) implements Value {}

    /** Kinds of no value; of SILENCE not even an empty line is printed. */
    enum Absent implements Value {
        NIL,
        NOTHING,
        SILENCE
    }

    /** The text {@code :put} prints and {@code .} joins. */
    default String text() {
        return switch (this) {
            case Num num -> Long.toString(num.value());
            case Str str -> str.value();
            case Bool bool -> Boolean.toString(bool.value());
            case ItemId id -> id.value();
            case Many many -> many.values().stream().map(Value::text).collect(Collectors.joining(";"));
            case Keyed keyed ->
                keyed.entries().entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue().text())
                        .collect(Collectors.joining(";"));
            case Code code -> "(evl " + code.source() + ")";
            case Absent absent -> "";
        };
    }

    /** The name {@code :typeof} answers. */
    default String typeName() {
        return switch (this) {
            case Num num -> "num";
            case Str str -> "str";
            case Bool bool -> "bool";
            case ItemId id -> "id";
            case Many many -> "array";
            case Keyed keyed -> "array";
            case Code code -> "code";
            case Absent absent -> absent == Absent.NIL ? "nil" : "nothing";
        };
    }

    /** The name that error texts use. */
    default String kind() {
        return switch (this) {
            case Num num -> "integer number";
            case Str str -> "string";
            case Bool bool -> "boolean";
            case ItemId id -> "internal number";
            default -> typeName();
        };
    }

    /** A bare word has the type it looks like. */
    static Value ofWord(String word) {
        return switch (word) {
            case "true", "yes" -> new Bool(true);
            case "false", "no" -> new Bool(false);
            default -> ofOtherWord(word);
        };
    }

    private static Value ofOtherWord(String word) {
        if (word.startsWith("*")) {
            return new ItemId(word);
        }
        return toNumber(word) instanceof Num num ? num : new Str(word);
    }

    /** The number in a text, decimal or {@code 0x…}; nil where it is none. */
    static Value toNumber(String text) {
        boolean hex = text.startsWith("0x");
        String digits = hex ? text.substring(2) : text;
        if (digits.isEmpty() || digits.length() > 20 || Character.digit(digits.charAt(digits.length() - 1), 16) < 0) {
            return Absent.NIL;
        }
        try {
            return new Num(Long.parseLong(digits, hex ? 16 : 10));
        } catch (NumberFormatException notOne) {
            return Absent.NIL;
        }
    }
}
