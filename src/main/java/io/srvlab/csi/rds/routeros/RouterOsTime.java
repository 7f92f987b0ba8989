package io.srvlab.csi.rds.routeros;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A span of time as RouterOS writes it: {@code 1w2d03:04:05}, {@code 1w2d3h4m5s}, {@code 00:00:07}; parts that are zero may be missing. */
public final class RouterOsTime {
    private static final Pattern SPAN = Pattern.compile("(?:(?<w>[0-9]{1,5})w)?(?:(?<d>[0-9]{1,5})d)?"
            + "(?:(?<h>[0-9]{1,5})h)?(?:(?<m>[0-9]{1,5})m)?(?:(?<s>[0-9]{1,9})s)?"
            + "(?:(?<hh>[0-9]{1,2}):(?<mm>[0-9]{2}):(?<ss>[0-9]{2})(?:[.][0-9]+)?)?");

    private RouterOsTime() {}

    /** Empty for a text that is none. */
    public static Optional<Duration> parse(String text) {
        Matcher span = SPAN.matcher(text);
        return text.isEmpty() || !span.matches()
                ? Optional.empty()
                : Optional.of(Duration.ofDays(7 * number(span, "w") + number(span, "d"))
                        .plusHours(number(span, "h") + number(span, "hh"))
                        .plusMinutes(number(span, "m") + number(span, "mm"))
                        .plusSeconds(number(span, "s") + number(span, "ss")));
    }

    private static long number(Matcher span, String part) {
        String digits = span.group(part);
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
