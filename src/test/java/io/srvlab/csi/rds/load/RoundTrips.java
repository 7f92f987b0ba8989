package io.srvlab.csi.rds.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Pattern;

/** How many commands the storage has executed since its start, or another of its counters. */
@FunctionalInterface
interface RoundTrips {
    RoundTrips UNKNOWN = () -> -1;

    /** Negative when nobody counts. */
    long count();

    /** Reads the simulator's own count at the driver's management port; a driver without that endpoint counts nothing. */
    static RoundTrips ofSimulator(int port) {
        return counter(port, "execs");
    }

    /** The microseconds that the simulated device itself was busy. */
    static RoundTrips busyMicros(int port) {
        return counter(port, "busyMicros");
    }

    private static RoundTrips counter(int port, String name) {
        var counted = Pattern.compile("\"" + name + "\"\\s*:\\s*(\\d+)");
        var client = HttpClient.newHttpClient();
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/simulator"))
                .timeout(Duration.ofSeconds(10))
                .build();
        return () -> {
            var found = counted.matcher(body(client, request));
            return found.find() ? Long.parseLong(found.group(1)) : -1;
        };
    }

    private static String body(HttpClient client, HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
