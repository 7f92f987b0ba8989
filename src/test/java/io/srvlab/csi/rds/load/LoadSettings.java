package io.srvlab.csi.rds.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What to load and how much: {@code -Dload.socket}, {@code .volumes}, {@code .in-flight}, {@code .port}, {@code .deadline};
 * {@code .warm-ups} passes go before the one that counts, at least one.
 */
record LoadSettings(Path socket, int volumes, int inFlight, int port, Duration deadline, int warmUps) {
    static LoadSettings fromProperties() {
        return new LoadSettings(
                Path.of(System.getProperty("load.socket", "/csi/csi.sock")),
                Integer.getInteger("load.volumes", 1000),
                Integer.getInteger("load.in-flight", 100),
                Integer.getInteger("load.port", 0),
                Duration.parse(System.getProperty("load.deadline", "PT120S")),
                Math.max(1, Integer.getInteger("load.warm-ups", 1)));
    }

    /** Names of volumes that have never been. No name comes back: a volume's history outlives it in the controller's memory. */
    List<String> names() {
        return Stream.generate(() -> "pvc-" + UUID.randomUUID()).limit(volumes).toList();
    }

    RoundTrips roundTrips() {
        return port == 0 ? RoundTrips.UNKNOWN : RoundTrips.ofSimulator(port);
    }
}
