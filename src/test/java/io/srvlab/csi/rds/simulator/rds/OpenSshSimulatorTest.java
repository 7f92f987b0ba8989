package io.srvlab.csi.rds.simulator.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plain OpenSSH client gets along with the simulated device, without any crypto options. */
class OpenSshSimulatorTest {
    private static final String SSH = "/usr/bin/ssh";

    private static final int COMMANDS = 1000;

    @TempDir
    private Path directory;

    @Test
    void runsCommandsAndIsRefusedAShellAndASubsystem() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of(SSH)), "the OpenSSH client is not installed");
        try (var client = TestClient.ed25519();
                var rds = RdsSimulator.start(SimulatorSettings.in(directory).withLogin("csi", client.publicKey()))) {
            client.savePrivateKey(directory.resolve("key"));
            assertThat(ssh(rds, ":put hello")).isEqualTo("hello\r\n");
            assertThat(ssh(rds, "/nonsense")).startsWith("bad command name");
            assertThat(ssh(rds)).contains("shell request failed");
            assertThat(ssh(rds, "-s", "sftp")).contains("subsystem request failed");
        }
    }

    @Test
    void runsCommandsOneAfterAnotherOverOneConnection() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of(SSH)), "the OpenSSH client is not installed");
        try (var client = TestClient.ed25519();
                var rds = RdsSimulator.start(SimulatorSettings.in(directory).withLogin("csi", client.publicKey()))) {
            client.savePrivateKey(directory.resolve("key"));
            String ssh = String.join(" ", words(rds, "-o", "ControlPath=" + directory.resolve("mux")));
            String output = run(
                    "/bin/sh",
                    "-c",
                    ssh + " -o ControlMaster=auto -o ControlPersist=60 ':put 0';"
                            + " n=0; while [ $n -lt " + COMMANDS + " ]; do n=$((n+1)); " + ssh + " \":put $n\"; done; "
                            + ssh + " -O exit 2>/dev/null");

            assertThat(output)
                    .isEqualTo(IntStream.rangeClosed(0, COMMANDS)
                            .mapToObj(n -> n + "\r\n")
                            .collect(Collectors.joining()));
            assertThat(rds.history().count()).isEqualTo(COMMANDS + 1);
            assertThat(rds.history().executions())
                    .extracting(Execution::session)
                    .containsOnly(1L);
        }
    }

    private String ssh(RdsSimulator rds, String... command) throws IOException, InterruptedException {
        return run(words(rds, command).toArray(String[]::new));
    }

    private List<String> words(RdsSimulator rds, String... arguments) {
        List<String> words = new ArrayList<>(List.of(SSH, "-T", "-F", "none", "-p", Integer.toString(rds.port())));
        for (String option : List.of("StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR")) {
            words.addAll(List.of("-o", option));
        }
        words.addAll(List.of("-i", directory.resolve("key").toString()));
        words.add("csi+cet512w@127.0.0.1");
        words.addAll(List.of(arguments));
        return words;
    }

    private static String run(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
