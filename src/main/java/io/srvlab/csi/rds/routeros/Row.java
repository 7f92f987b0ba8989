package io.srvlab.csi.rds.routeros;

import java.util.Map;
import java.util.OptionalLong;

/** One item as the device printed it: property names to exact values; a flag that is set is a property with the value true. */
public record Row(Map<String, String> values) {
    private static final int LONGEST_NUMBER = 18;

    public Row {
        values = Map.copyOf(values);
    }

    /** The value, or an empty string when the device printed none. */
    public String text(String property) {
        return values.getOrDefault(property, "");
    }

    public boolean has(String property) {
        return values.containsKey(property);
    }

    /** {@code yes} or {@code true}. */
    public boolean isTrue(String property) {
        String value = text(property);
        return value.equals("yes") || value.equals("true");
    }

    /** A whole number, with or without blanks between digit groups; empty when it is none. */
    public OptionalLong number(String property) {
        String digits = text(property).replace(" ", "");
        return isWhole(digits) ? OptionalLong.of(Long.parseLong(digits)) : OptionalLong.empty();
    }

    /** A list of a thousand disks has thousands of numbers, too many for regular expressions. */
    private static boolean isWhole(String digits) {
        int first = digits.startsWith("-") ? 1 : 0;
        int length = digits.length() - first;
        for (int i = first; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return false;
            }
        }
        return length > 0 && length <= LONGEST_NUMBER;
    }
}
