package io.srvlab.csi.rds.simulator.console;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as the console writes them: {@code 3}, {@code 500ms}, {@code 1m30s}. */
final class Durations {
    private static final Pattern PART = Pattern.compile("\\G([0-9]{1,9})(ms|s|m|h|d|$)");

    private Durations() {}

    static Duration of(String text) {
        Duration sum = Duration.ZERO;
        int end = 0;
        for (Matcher part = PART.matcher(text); part.find(); end = part.end()) {
            sum = sum.plus(of(Long.parseLong(part.group(1)), part.group(2)));
        }
        if (end == 0 || end < text.length()) {
            throw new ConsoleFailure("invalid value for argument delay-time");
        }
        return sum;
    }

    private static Duration of(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> Duration.ofSeconds(amount);
        };
    }
}
