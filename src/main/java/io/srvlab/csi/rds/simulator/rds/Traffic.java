package io.srvlab.csi.rds.simulator.rds;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The counters of {@code monitor-traffic}: those of the recorded sample for the pool, zeros for anything else. */
final class Traffic {
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

    private Traffic() {}

    static List<String> lines(Disk disk) {
        List<String> values = new ArrayList<>();
        NAMES.forEach(name -> values.add(value(name, disk.type().equals("raid"))));
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

    private static String line(String name, String value, int width) {
        return String.format(Locale.ROOT, "%" + KEY_WIDTH + "s: %" + width + "s", name, value);
    }

    private static String value(String name, boolean pool) {
        String idle = name.endsWith("-rate") ? "0bps" : name.endsWith("-time") ? "0ms" : "0";
        return !pool
                ? idle
                : switch (name) {
                    case "read-ops" -> "243 401";
                    case "read-bytes" -> "33 131 503 616";
                    case "write-ops" -> "17 667 231";
                    case "write-ops-per-second" -> "76";
                    case "write-bytes" -> "515 659 673 600";
                    case "write-rate" -> "12.8Mbps";
                    default -> idle;
                };
    }
}
