package io.srvlab.csi.rds.host;

import java.time.Duration;
import java.util.List;

/** One program with its words, no shell, and the time it may take before it is killed. */
public record HostCommand(List<String> words, Duration deadline) {
    public HostCommand {
        words = List.copyOf(words);
        if (words.isEmpty() || deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("a command needs a program and a deadline: " + words + ", " + deadline);
        }
    }

    public static HostCommand of(Duration deadline, String... words) {
        return new HostCommand(List.of(words), deadline);
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
