package io.srvlab.csi.rds.simulator.console;

import io.srvlab.csi.rds.simulator.console.Value.Num;

/** How print shows the value of one property. */
final class PropertyText {
    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private PropertyText() {}

    /** {@code name=value} as print detail shows it. */
    static String pair(Property property) {
        String value = property.style() == Property.Style.QUOTED ? quoted(property.value()) : plain(property);
        return property.name() + "=" + value;
    }

    /** The value without quotes. */
    static String plain(Property property) {
        return switch (property.style()) {
            case QUOTED, BOOLEAN, NUMBER -> property.value();
            case BARE -> property.value().isEmpty() ? "-" : property.value();
            case GROUPED -> grouped(property.value());
            case HUMAN_SIZE -> human(property.value());
        };
    }

    private static String quoted(String value) {
        String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\r", "\\r");
        return '"' + escaped.replace("\n", "\\n").replace("\t", "\\t") + '"';
    }

    private static String grouped(String digits) {
        if (!(Value.toNumber(digits) instanceof Num)) {
            return digits;
        }
        StringBuilder text = new StringBuilder(digits);
        for (int at = digits.length() - 3; at > 0; at -= 3) {
            text.insert(at, ' ');
        }
        return text.toString();
    }

    /** One decimal, half up; the unit changes only above 1024. */
    private static String human(String digits) {
        if (!(Value.toNumber(digits) instanceof Num(long bytes)) || bytes <= 1024) {
            return digits;
        }
        int unit = 0;
        long size = 1024;
        while (bytes / size > 1024 || (bytes / size == 1024 && bytes % size > 0)) {
            size *= 1024;
            unit++;
        }
        long tenths = bytes / size * 10 + (bytes % size / 16 * 10 + size / 32) / (size / 16);
        return tenths / 10 + "." + tenths % 10 + UNITS[unit];
    }
}
