package io.srvlab.csi.rds.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How the process starts, and how it does not: each wrong setting ends it with one line that names the setting. */
class StartConformanceTest {
    private static final Duration START = Duration.ofSeconds(60);
    private static final String REAL =
            "--rds-csi.outside=real --rds-csi.kubernetes.enabled=false --rds-csi.rds.host=127.0.0.1"
                    + " --rds-csi.managed-nqn-prefix=nqn.2000-02.com.mikrotik:pvc-";

    @TempDir
    Path directory;

    static Stream<Arguments> wrongSettings() {
        return Stream.of(
                Arguments.of(
                        "--rds-csi.role=contoller",
                        "rds-csi.role is 'contoller'; use controller, node, monolith, simulator"),
                Arguments.of(
                        REAL + " --rds-csi.owner=me --rds-csi.rds.private-key-file=/none",
                        "rds-csi.rds.private-key-file /none does not exist"));
    }

    @ParameterizedTest
    @MethodSource("wrongSettings")
    void aWrongSettingEndsTheStartWithOneLineThatNamesIt(String settings, String sentence) throws Exception {
        try (ChildDriver child = ChildDriver.start(directory, settings.split(" ", -1))) {
            assertThat(child.exit(START)).isNotZero();

            assertThat(child.output().lines().filter(line -> line.contains("rds-csi.") && !line.contains(" INFO ")))
                    .singleElement()
                    .asString()
                    .contains("not started: " + sentence);
            assertThat(child.output()).doesNotContain("\tat ", "Caused by");
        }
    }

    @Test
    void aSocketThatAnotherProcessServesEndsTheStartByItsName() throws Exception {
        Path socket = directory.resolve("csi.sock");
        try (ServerSocketChannel _ =
                        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
                ChildDriver child = ChildDriver.start(directory, "--rds-csi.endpoint=unix://" + socket)) {
            assertThat(child.exit(START)).isNotZero();

            assertThat(child.output())
                    .contains("not started: another process serves the CSI socket " + socket)
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void helpEndsTheProcessWithoutStartingIt() throws Exception {
        try (ChildDriver child = ChildDriver.start(directory, "--help")) {
            assertThat(child.exit(START)).isZero();

            assertThat(child.output()).startsWith("rds-csi-driver: ").doesNotContain("Starting RdsCsiDriver");
            assertThat(directory.resolve("simulator")).doesNotExist();
        }
    }
}
