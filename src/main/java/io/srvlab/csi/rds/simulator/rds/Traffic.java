package io.srvlab.csi.rds.simulator.rds;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The counters of {@code monitor-traffic}, which lie among a disk's values and are printed nowhere else; what is missing is zero. */
final class Traffic {
    /** Those of the recorded pool. */
    static final Map<String, String> OF_A_POOL = Map.of(
            "read-ops", "243401",
            "read-bytes", "33131503616",
            "write-ops", "17667231",
            "write-ops-per-second", "76",
            "write-bytes", "515659673600",
            "write-rate", "12800000");

    private static final List<String> NAMES = List.of(
            "read-ops",
            "read-ops-per-second",
            "read-bytes",
            "read-rate",
            "read-merges",
            "read-time",
            "write-ops",
            "write-ops-per-second",
            "write-bytes",
            "write-rate",
            "write-merges",
            "write-time",
            "in-flight-ops",
            "active-time",
            "wait-time",
            "discard-ops",
            "discard-bytes",
            "discard-merges",
            "discard-time",
            "flush-ops",
            "flush-time");

    private static final int KEY_WIDTH = 22;
    private static final List<String> RATES = List.of("bps", "kbps", "Mbps", "Gbps");

    private Traffic() {}

    static List<String> lines(Disk disk) {
        List<String> values = NAMES.stream()
                .map(name -> text(name, Long.parseLong(disk.values().getOrDefault(name, "0"))))
                .toList();
        int width = Math.max(
                disk.slot().length(),
                values.stream().mapToInt(String::length).max().orElse(0));
        List<String> lines = new ArrayList<>();
        lines.add(line("slot", disk.slot(), width));
        for (int index = 0; index < values.size(); index++) {
            lines.add(line(NAMES.get(index), values.get(index), width));
        }
        return List.copyOf(lines);
    }

    /** The disk with its counters at zero. */
    static Disk reset(Disk disk) {
        Disk quiet = disk;
        for (String name : NAMES) {
            quiet = quiet.without(name);
        }
        return quiet;
    }

    private static String line(String name, String value, int width) {
        return String.format(Locale.ROOT, "%" + KEY_WIDTH + "s: %" + width + "s", name, value);
    }

    private static String text(String name, long value) {
        if (name.endsWith("-rate")) {
            return rate(value);
        }
        return name.endsWith("-time")
                ? time(value)
                : String.format(Locale.ROOT, "%,d", value).replace(',', ' ');
    }

    /** Bits per second with decimal prefixes, at most one decimal: {@code 0bps}, {@code 12.8Mbps}. */
    static String rate(long bits) {
        int prefix = 0;
        long unit = 1;
        while (prefix < RATES.size() - 1 && bits / unit >= 1000) {
            unit *= 1000;
            prefix++;
        }
        long tenths = prefix == 0 ? bits * 10 : bits / (unit / 10);
        String decimal = tenths % 10 == 0 ? "" : "." + tenths % 10;
        return tenths / 10 + decimal + RATES.get(prefix);
    }

    /** {@code 0ms}, {@code 48s149ms}. */
    static String time(long milliseconds) {
        Duration time = Duration.ofMillis(milliseconds);
        String text = part(time.toHours(), "h")
                + part(time.toMinutesPart(), "m")
                + part(time.toSecondsPart(), "s")
                + part(time.toMillisPart(), "ms");
        return text.isEmpty() ? "0ms" : text;
    }

    private static String part(long amount, String unit) {
        return amount == 0 ? "" : amount + unit;
    }
}
