package io.srvlab.csi.rds.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.routeros.Expression;
import io.srvlab.csi.rds.routeros.Match;
import io.srvlab.csi.rds.routeros.Query;
import io.srvlab.csi.rds.routeros.Reply;
import io.srvlab.csi.rds.routeros.Script;
import io.srvlab.csi.rds.routeros.Statement;
import io.srvlab.csi.rds.routeros.TransportFailure;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** What goes wrong between us and the device is told apart, said clearly, and overcome. */
class SshRouterOsFaultTest {
    private static final Duration READ = Duration.ofSeconds(1);
    private static final Script ASK = Script.reading("ask", Statement.show("n", Expression.number(1)));

    private final Scheduler scheduler = Schedulers.newBoundedElastic(4, 100_000, "ssh-test");
    private final AtomicReference<ScriptedSshServer> server = new AtomicReference<>(new ScriptedSshServer());

    @AfterEach
    void stop() {
        server.get().close();
        scheduler.dispose();
    }

    @Test
    void aNewSessionIsNeverMoreThanTheLimitAndAllCommandsAreAnswered() {
        try (SshRouterOs rds = rds(3)) {
            ask(rds, 200, 64).expectNextCount(200).verifyComplete();
            assertThat(server.get().mostSessions.get()).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void theDevicesOwnLimitIsNoFailure() {
        server.get().limit.set(2);
        server.get().script.set(line -> ScriptedSshServer.Act.echo(line).after(Duration.ofMillis(20)));
        try (SshRouterOs rds = rds(16)) {
            ask(rds, 60, 32).expectNextCount(60).verifyComplete();
        }
    }

    @Test
    void anAnswerCutBeforeOrInsideIsDoubtful() {
        for (String text : new String[] {"", "B:abc\r\nS:"}) {
            server.get().script.set(line -> ScriptedSshServer.Act.cut(text));
            try (SshRouterOs rds = rds(1)) {
                rds.execute(ASK).as(StepVerifier::create).verifyError(TransportFailure.Doubtful.class);
            }
        }
    }

    @Test
    void aCommandWithoutAnswerIsDoubtfulAtItsDeadlineAndTheNextOneWorks() {
        server.get().script.set(line -> ScriptedSshServer.Act.silent());
        try (SshRouterOs rds = rds(1)) {
            rds.execute(ASK)
                    .as(StepVerifier::create)
                    .verifyErrorSatisfies(failure -> assertThat(failure)
                            .isInstanceOf(TransportFailure.Doubtful.class)
                            .hasMessageContaining("was sent")
                            .hasMessageContaining("127.0.0.1"));
            server.get().script.set(ScriptedSshServer.Act::echo);
            rds.execute(ASK).as(StepVerifier::create).expectNextCount(1).verifyComplete();
        }
    }

    @Test
    void aWrongHostKeyIsRefusedWithBothFingerprints() {
        String other = PublicKeyEntry.toString(TestKeys.other().getPublic());
        try (SshRouterOs rds = new SshRouterOs(server.get().settings(other, 1, READ), scheduler)) {
            rds.execute(ASK)
                    .as(StepVerifier::create)
                    .verifyErrorSatisfies(failure -> assertThat(failure)
                            .isInstanceOf(TransportFailure.Refused.class)
                            .hasMessageContaining(new HostKey(TestKeys.rsa().getPublic()).fingerprint())
                            .hasMessageContaining(new HostKey(TestKeys.other().getPublic()).fingerprint()));
        }
    }

    @Test
    void oneOfSeveralPinnedKeysIsEnough() {
        String both = PublicKeyEntry.toString(TestKeys.other().getPublic()) + "\n# new\n"
                + PublicKeyEntry.toString(TestKeys.rsa().getPublic());
        try (SshRouterOs rds = new SshRouterOs(server.get().settings(both, 1, READ), scheduler)) {
            rds.execute(ASK).as(StepVerifier::create).expectNextCount(1).verifyComplete();
        }
    }

    @Test
    void aRefusedLoginNamesTheUserAndWhatToCheck() {
        server.get().limit.set(0);
        try (SshRouterOs rds = rds(1)) {
            rds.execute(ASK)
                    .as(StepVerifier::create)
                    .verifyErrorSatisfies(failure -> assertThat(failure)
                            .isInstanceOf(TransportFailure.Refused.class)
                            .hasMessageContaining("user csi")
                            .hasMessageContaining("/user/ssh-keys"));
        }
    }

    @Test
    void aClosedPortFailsAtOnce() {
        try (SshRouterOs rds = rds(1)) {
            server.get().close();
            Duration took = rds.execute(ASK)
                    .as(StepVerifier::create)
                    .verifyErrorSatisfies(failure -> assertThat(failure)
                            .isInstanceOf(TransportFailure.NotSent.class)
                            .hasMessageContaining("connection refused"));
            assertThat(took).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void theConnectionComesBackByItselfWithinSixSeconds() {
        int port = server.get().port();
        try (SshRouterOs rds = rds(1)) {
            Disposable keeper = rds.keepConnected().subscribe();
            await(rds, true);
            server.get().close();
            await(rds, false);
            server.set(new ScriptedSshServer(port, TestKeys.rsa()));
            assertThat(await(rds, true)).isLessThan(Duration.ofSeconds(6));
            keeper.dispose();
        }
    }

    @Test
    void aSilentPeerIsNoticedByTheHeartbeat() {
        try (SshRouterOs rds = rds(1)) {
            Disposable keeper = rds.keepConnected().subscribe();
            await(rds, true);
            server.get().script.set(line -> ScriptedSshServer.Act.silent());
            await(rds, false);
            assertThat(rds.reason()).contains("no answer");
            keeper.dispose();
        }
    }

    @Test
    void aCancelledCallerLeavesARunningCommandAlone() {
        server.get().script.set(line -> ScriptedSshServer.Act.echo(line).after(Duration.ofMillis(300)));
        try (SshRouterOs rds = rds(1)) {
            rds.execute(ASK)
                    .timeout(Duration.ofMillis(250))
                    .onErrorComplete()
                    .as(StepVerifier::create)
                    .verifyComplete();
            rds.execute(ASK).as(StepVerifier::create).expectNextCount(1).verifyComplete();
            assertThat(server.get().mostSessions.get()).isEqualTo(1);
        }
    }

    @Test
    void aDeviceWithoutSerializeIsAskedInTheHumanForm() {
        server.get()
                .script
                .set(line -> line.contains("serialize")
                        ? ScriptedSshServer.Act.answer("bad command name serialize (line 1 column 50)\r\n")
                        : ScriptedSshServer.Act.answer(
                                ScriptedSshServer.Act.frame(line, "S:NONCE:d;\r\n 0 slot=\"a\"\r\n\r\n")));
        Script list = Script.reading("list", Statement.show("d", Query.in("/disk", Match.equal("slot", "a"))));
        try (SshRouterOs rds = rds(1)) {
            Mono<Reply> twice = rds.execute(list).then(rds.execute(list));
            twice.as(StepVerifier::create)
                    .assertNext(reply -> assertThat(reply.rows("d")).hasSize(1))
                    .verifyComplete();
            assertThat(server.get().commands.get()).isEqualTo(3);
        }
    }

    private SshRouterOs rds(int sessions) {
        return new SshRouterOs(server.get().settings(sessions, READ), scheduler);
    }

    private static StepVerifier.FirstStep<Reply> ask(SshRouterOs rds, int times, int atOnce) {
        return Flux.range(0, times).flatMap(i -> rds.execute(ASK), atOnce).as(StepVerifier::create);
    }

    private static Duration await(SshRouterOs rds, boolean connected) {
        return rds.changes()
                .filter(now -> now == connected)
                .next()
                .as(StepVerifier::create)
                .expectNext(connected)
                .expectComplete()
                .verify(Duration.ofSeconds(20));
    }
}
