package io.srvlab.csi.rds.simulator.rds;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as {@code file-size} takes them: plain digits are bytes, and the suffixes are binary. */
final class Sizes {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,18})([KMGT]?)(?:iB)?");
    private static final String UNITS = "KMGT";

    private Sizes() {}

    static Optional<Long> parse(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        int shift = matcher.group(2).isEmpty() ? 0 : 10 * (UNITS.indexOf(matcher.group(2)) + 1);
        boolean tooLarge = number > Long.MAX_VALUE >> shift;
        return number == 0 || tooLarge ? Optional.empty() : Optional.of(number << shift);
    }
}
