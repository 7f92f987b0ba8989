package io.srvlab.csi.rds.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.srvlab.csi.rds.RdsCsiDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A driver in a process of its own, for what only a process shows: its exit, its signals, its whole output. */
final class ChildDriver implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);

    private final Process process;
    private final Path log;

    private ChildDriver(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static ChildDriver start(Path directory, String... settings) throws IOException {
        Path log = directory.resolve("child.log");
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                RdsCsiDriver.class.getName(),
                "--server.port=0",
                "--rds-csi.node.state-directory=" + directory.resolve("state"),
                "--rds-csi.simulator.directory=" + directory.resolve("simulator"),
                // An RSA key takes seconds to make.
                "--rds-csi.simulator.switches.host-key-type=ed25519"));
        words.addAll(List.of(settings));
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new ChildDriver(process, log);
    }

    /** As the surefire of the day spells it; without the tests' own classes and logging. */
    private static String classPath() {
        String whole = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return whole.replaceAll("[^:]*test-classes/?:", "");
    }

    void awaitServing() {
        await().atMost(START).until(() -> output().contains("Started RdsCsiDriver") || !process.isAlive());
        assertThat(process.isAlive()).as(output()).isTrue();
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Ctrl-C and the kubelet send. */
    void terminate() {
        process.destroy();
    }

    /** Its exit status, which must be there within the time. */
    int exit(Duration within) throws InterruptedException {
        assertThat(process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS))
                .as("ended within %s: %s", within, output())
                .isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
