package io.srvlab.csi.rds.load;

import java.nio.file.Path;
import java.time.Duration;

/** What to load and how much: {@code -Dload.socket}, {@code .volumes}, {@code .in-flight}, {@code .port}, {@code .deadline}. */
record LoadSettings(Path socket, int volumes, int inFlight, int port, Duration deadline) {
    static LoadSettings fromProperties() {
        return new LoadSettings(
                Path.of(System.getProperty("load.socket", "/csi/csi.sock")),
                Integer.getInteger("load.volumes", 1000),
                Integer.getInteger("load.in-flight", 100),
                Integer.getInteger("load.port", 0),
                Duration.parse(System.getProperty("load.deadline", "PT120S")));
    }

    RoundTrips roundTrips() {
        return port == 0 ? RoundTrips.UNKNOWN : RoundTrips.ofSimulator(port);
    }
}
