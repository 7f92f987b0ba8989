package io.srvlab.csi.rds.conformance;

import io.srvlab.csi.rds.RdsCsiDriver;
import io.srvlab.csi.rds.tour.CsiSocket;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A driver in this process, with its own directory, socket and ports. */
final class Driver implements AutoCloseable {
    private final ConfigurableApplicationContext context;
    private final Path socket;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Driver(ConfigurableApplicationContext context, Path socket) {
        this.context = context;
        this.socket = socket;
    }

    static Driver start(Path directory, String... settings) throws IOException {
        loadUnixSockets();
        Path socket = directory.resolve("csi.sock");
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--rds-csi.endpoint=unix://" + socket,
                "--rds-csi.node.state-directory=" + directory.resolve("state"),
                "--rds-csi.simulator.directory=" + directory.resolve("simulator"),
                // An RSA key takes seconds to make.
                "--rds-csi.simulator.switches.host-key-type=ed25519"));
        arguments.addAll(List.of(settings));
        return new Driver(
                new SpringApplicationBuilder(RdsCsiDriver.class).run(arguments.toArray(String[]::new)), socket);
    }

    <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    Path socket() {
        return socket;
    }

    CsiSocket client() {
        return CsiSocket.open(socket, Duration.ofSeconds(30));
    }

    /** Status and body of an Actuator page. */
    HttpResponse<String> page(String name) throws IOException, InterruptedException {
        String port = context.getEnvironment().getProperty("local.server.port");
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/" + name))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        context.close();
    }

    /** The JDK reads a file when it makes its first unix socket, which no event loop may do. */
    private static void loadUnixSockets() throws IOException {
        SocketChannel.open(StandardProtocolFamily.UNIX).close();
    }
}
