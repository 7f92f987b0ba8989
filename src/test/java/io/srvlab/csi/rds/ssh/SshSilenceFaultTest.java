package io.srvlab.csi.rds.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.srvlab.csi.rds.rds.RdsClient;
import io.srvlab.csi.rds.rds.StorageSettings;
import io.srvlab.csi.rds.routeros.Expression;
import io.srvlab.csi.rds.routeros.Script;
import io.srvlab.csi.rds.routeros.Statement;
import io.srvlab.csi.rds.routeros.TransportFailure;
import io.srvlab.csi.rds.simulator.rds.RdsSimulator;
import io.srvlab.csi.rds.simulator.rds.SimulatorSettings;
import io.srvlab.csi.rds.simulator.rds.Switches;
import io.srvlab.csi.rds.simulator.rds.Unknown;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Somebody accepts the connection and is not, or not yet, the device. */
class SshSilenceFaultTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final SshSettings.Sessions ONE = new SshSettings.Sessions(1, 1, 100, Duration.ofMinutes(5));
    private static final Script ASK = Script.reading("ask", Statement.show("n", Expression.number(1)));

    private final Scheduler scheduler = Schedulers.newBoundedElastic(4, 100_000, "ssh-test");

    @AfterEach
    void stop() {
        scheduler.dispose();
    }

    /** The kernel accepts for a listener that never does. */
    @Test
    void aPeerThatSaysNothingIsUnavailableAtADeadline() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                SshRouterOs rds = rds(settingsOf(mute.getLocalPort(), Duration.ofSeconds(1)))) {
            rds.execute(ASK)
                    .as(StepVerifier::create)
                    .expectErrorSatisfies(failure -> assertThat(failure)
                            .isInstanceOf(TransportFailure.NotSent.class)
                            .hasMessageContaining("127.0.0.1:" + mute.getLocalPort())
                            .hasMessageContaining("is not connected"))
                    .verify(SOON);
            client(rds)
                    .probe()
                    .as(StepVerifier::create)
                    .expectError(Failure.Unavailable.class)
                    .verify(SOON);
            assertThat(rds.reason()).contains("no login within");
        }
    }

    @Test
    void aCommandThatWaitsIsNotHeldUpByAnAttemptThatGotStuck() {
        try (ScriptedSshServer server = new ScriptedSshServer();
                SshRouterOs rds = rds(server.settings(ONE, PATIENT, PATIENT))) {
            server.mute.set(true);
            StepVerifier waiting = rds.execute(ASK)
                    .as(StepVerifier::create)
                    .expectNextCount(1)
                    .expectComplete()
                    .verifyLater();
            await().atMost(SOON).until(() -> server.muted.get() == 1);
            server.mute.set(false);

            waiting.verify(SOON);
        }
    }

    /** Of two sessions the device serves one: what was to run on the other must not wait there for its own deadline. */
    @Test
    void aCommandWhoseChannelIsNeverOpenedRunsOnAnotherSession(@TempDir Path directory) {
        SimulatorSettings simulated = SimulatorSettings.in(directory)
                .withMaxSessions(1)
                .withLatency(Duration.ofMillis(300))
                .withSwitches(Switches.defaults().with(Unknown.HostKeyType.ED25519, Unknown.AtLimit.BLOCK));
        try (RdsSimulator device = RdsSimulator.start(simulated)) {
            device.authorize("csi", PublicKeyEntry.toString(TestKeys.user().getPublic()));
            var two = new SshSettings.Sessions(2, 1, 100, Duration.ofMinutes(5));
            try (SshRouterOs rds = rds(ScriptedSshServer.settings(
                    device.port(), device.hostKeyLine(), two, Duration.ofSeconds(3), Duration.ofMinutes(5)))) {
                Flux.range(0, 8)
                        .flatMap(n -> rds.execute(ASK))
                        .as(StepVerifier::create)
                        .expectNextCount(8)
                        .expectComplete()
                        .verify(SOON);
            }
        }
    }

    @Test
    void aHostKeyOfATypeThatNobodyPinnedIsRefusedWithBothFingerprints() {
        KeyPair shown = TestKeys.make("ssh-ed25519", 256);
        String pinned = PublicKeyEntry.toString(TestKeys.rsa().getPublic());
        try (ScriptedSshServer server = new ScriptedSshServer(0, shown);
                SshRouterOs rds = rds(server.settings(pinned, 1, SOON))) {
            rds.execute(ASK)
                    .as(StepVerifier::create)
                    .expectErrorSatisfies(failure -> assertThat(failure)
                            .isInstanceOf(TransportFailure.Refused.class)
                            .hasMessageContaining(new HostKey(shown.getPublic()).fingerprint())
                            .hasMessageContaining(new HostKey(TestKeys.rsa().getPublic()).fingerprint()))
                    .verify(SOON);
            assertThat(server.commands.get()).isZero();
        }
    }

    private SshRouterOs rds(SshSettings settings) {
        return new SshRouterOs(settings, scheduler);
    }

    private static RdsClient client(SshRouterOs rds) {
        return new RdsClient(
                rds,
                new StorageSettings(
                        "test", "/storage-pool/test", new Capacity(0), 1, StorageSettings.Grow.IN_PLACE, 4420));
    }

    private static SshSettings settingsOf(int port, Duration connect) {
        return ScriptedSshServer.settings(
                port, PublicKeyEntry.toString(TestKeys.rsa().getPublic()), ONE, connect, SOON);
    }
}
