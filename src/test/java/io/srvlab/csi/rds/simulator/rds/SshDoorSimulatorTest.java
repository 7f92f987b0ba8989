package io.srvlab.csi.rds.simulator.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSession.ClientSessionEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SSH server in front of the simulated device. */
class SshDoorSimulatorTest {
    private final TestClient client = TestClient.ed25519();

    @TempDir
    private Path directory;

    private RdsSimulator rds;

    @BeforeEach
    void start() {
        rds = RdsSimulator.start(SimulatorSettings.in(directory).withLogin("csi", client.publicKey()));
    }

    private void restart(SimulatorSettings settings) {
        rds.close();
        rds = RdsSimulator.start(settings.withLogin("csi", client.publicKey()));
    }

    @AfterEach
    void stop() {
        client.close();
        rds.close();
    }

    private ClientSession connect() throws IOException {
        return client.connect("csi", rds.port());
    }

    @Test
    void introducesItselfAsRouterOs() throws IOException {
        try (ClientSession session = connect()) {
            assertThat(session.getServerVersion()).isEqualTo("SSH-2.0-ROSSSH");
            assertThat(rds.hostKeyFingerprint()).startsWith("SHA256:");
            assertThat(rds.hostKeyLine()).startsWith("ssh-rsa AAAA");
        }
    }

    @Test
    void answersWithCarriageReturnAndStatusZeroEvenToNonsense() throws IOException {
        try (ClientSession session = connect()) {
            assertThat(TestClient.run(session, ":put hello")).isEqualTo(new TestClient.Answered("hello\r\n", "", 0));
            TestClient.Answered nonsense = TestClient.run(session, "/nonsense");
            assertThat(nonsense.status()).isZero();
            assertThat(nonsense.out()).startsWith("bad command name");
        }
    }

    @Test
    void runsTwoThousandCommandsOneAfterAnother() throws IOException {
        try (ClientSession session = connect()) {
            for (int n = 0; n < 2000; n++) {
                assertThat(TestClient.run(session, ":put " + n).out()).isEqualTo(n + "\r\n");
            }
        }
        assertThat(rds.history().count()).isEqualTo(2000);
    }

    @Test
    void runsEightChannelsAtOnce() throws IOException {
        // No command goes on before all eight have come: one after another they would never end.
        rds.faults().arm(new Fault.Gathered(new Gathering(8)), Trigger.always(""));
        try (ClientSession session = connect()) {
            List<String> lines =
                    IntStream.range(0, 8).mapToObj(n -> ":put " + n).toList();
            assertThat(TestClient.runAtOnce(session, lines))
                    .isEqualTo(IntStream.range(0, 8).mapToObj(n -> n + "\r\n").toList());
        }
    }

    @Test
    void takesTheWidthFromTheLoginName() throws IOException {
        String print = "/disk/print detail where slot=nixos-node1-var";
        try (ClientSession plain = connect();
                ClientSession wide = client.connect("csi+cet512w", rds.port())) {
            assertThat(TestClient.run(plain, print).out().split("\r\n", -1))
                    .allMatch(line -> line.length() <= 80)
                    .hasSizeGreaterThan(6);
            assertThat(TestClient.run(wide, print).out().split("\r\n", -1)).hasSizeLessThan(6);
        }
    }

    @Test
    void refusesEcdsaKeysAndStrangers() throws IOException {
        try (var ecdsa = new TestClient("ecdsa-sha2-nistp256", 256)) {
            rds.authorize("csi", ecdsa.publicKey());
            assertThatThrownBy(() -> ecdsa.connect("csi", rds.port())).isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> client.connect("admin", rds.port())).isInstanceOf(IOException.class);
    }

    @Test
    void acceptsRsaKeys() throws IOException {
        try (var rsa = new TestClient("ssh-rsa", 2048)) {
            rds.authorize("csi", rsa.publicKey());
            assertThat(TestClient.run(rsa.connect("csi", rds.port()), ":put 1").out())
                    .isEqualTo("1\r\n");
        }
    }

    @Test
    void keepsItsHostKeyOverARestartAndChangesItWhenTold() {
        String before = rds.hostKeyLine();
        restart(SimulatorSettings.in(directory));
        assertThat(rds.hostKeyLine()).isEqualTo(before);
        rds.changeHostKey();
        assertThat(rds.hostKeyLine()).isNotEqualTo(before);
    }

    @Test
    void offersAnEd25519HostKeyBySwitch() throws IOException {
        restart(SimulatorSettings.in(directory).withSwitches(Switches.defaults().with(Unknown.HostKeyType.ED25519)));
        try (ClientSession session = connect()) {
            assertThat(rds.hostKeyLine()).startsWith("ssh-ed25519 ");
            assertThat(TestClient.run(session, ":put 1").out()).isEqualTo("1\r\n");
        }
    }

    @Test
    void theSessionOverTheLimitGetsNoChannelUntilAnotherLeaves() throws IOException {
        restart(SimulatorSettings.in(directory).withMaxSessions(2));
        rds.faults().sessionsTakenByOthers(1);
        ClientSession first = connect();
        try (ClientSession second = connect()) {
            assertThatThrownBy(() -> TestClient.run(second, ":put 1")).isInstanceOf(IOException.class);
            first.close(true);
            rds.faults().sessionsTakenByOthers(0);
            assertThat(TestClient.run(second, ":put 1").out()).isEqualTo("1\r\n");
        }
    }

    @Test
    void theSessionOverTheLimitMayBeRefusedEarlier() throws IOException {
        restart(SimulatorSettings.in(directory)
                .withMaxSessions(1)
                .withSwitches(Switches.defaults().with(Unknown.AtLimit.REFUSE_AUTH)));
        try (ClientSession first = connect()) {
            assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
            rds.switches(Switches.defaults().with(Unknown.AtLimit.REFUSE_TCP));
            assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
            assertThat(first.isOpen()).isTrue();
        }
    }

    @Test
    void comesBackOnTheSamePort() throws IOException {
        int port = rds.port();
        ClientSession session = connect();
        rds.stopListening();
        assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
        rds.startListening();
        assertThat(rds.port()).isEqualTo(port);
        assertThat(session.waitFor(EnumSet.of(ClientSessionEvent.CLOSED), Duration.ofSeconds(20)))
                .contains(ClientSessionEvent.CLOSED);
        assertThat(TestClient.run(connect(), ":put 1").out()).isEqualTo("1\r\n");
    }
}
