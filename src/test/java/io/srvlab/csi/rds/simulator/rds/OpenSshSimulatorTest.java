package io.srvlab.csi.rds.simulator.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plain OpenSSH client gets along with the simulated device, without any crypto options. */
class OpenSshSimulatorTest {
    private static final String SSH = "/usr/bin/ssh";

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

    private String ssh(RdsSimulator rds, String... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(SSH, "-T", "-F", "none", "-p", Integer.toString(rds.port())));
        for (String option : List.of("StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR")) {
            words.addAll(List.of("-o", option));
        }
        words.addAll(List.of("-i", directory.resolve("key").toString(), "csi+cet512w@127.0.0.1"));
        words.addAll(List.of(command));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
