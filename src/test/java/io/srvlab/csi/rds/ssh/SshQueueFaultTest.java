package io.srvlab.csi.rds.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.srvlab.csi.rds.routeros.Expression;
import io.srvlab.csi.rds.routeros.Reply;
import io.srvlab.csi.rds.routeros.Script;
import io.srvlab.csi.rds.routeros.Statement;
import io.srvlab.csi.rds.routeros.TransportFailure;
import io.srvlab.csi.rds.ssh.ScriptedSshServer.Act;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** What waits for a session, how long, and how much of it. */
class SshQueueFaultTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Script ASK = Script.reading("ask", Statement.show("n", Expression.number(1)));

    private final Scheduler scheduler = Schedulers.newBoundedElastic(4, 100_000, "ssh-test");
    private final ScriptedSshServer server = new ScriptedSshServer();

    @AfterEach
    void stop() {
        server.close();
        scheduler.dispose();
    }

    @Test
    void aCancelledCommandThatStillWaitsIsNeverSent() {
        answerAfter(Duration.ofSeconds(1));
        try (SshRouterOs rds = rds(1, 100, LONG)) {
            StepVerifier first = verifyLater(rds);
            await().atMost(SOON).until(() -> server.commands.get() == 1);
            rds.execute(ASK)
                    .as(StepVerifier::create)
                    .expectSubscription()
                    .expectNoEvent(Duration.ofMillis(300))
                    .thenCancel()
                    .verify(SOON);

            first.verify(SOON);
            rds.execute(ASK)
                    .as(StepVerifier::create)
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(SOON);
            assertThat(server.commands.get()).isEqualTo(2);
        }
    }

    @Test
    void moreCommandsThanMayWaitAreRefusedAndTheOthersAnswered() {
        answerAfter(Duration.ofSeconds(1));
        try (SshRouterOs rds = rds(1, 2, LONG)) {
            StepVerifier first = verifyLater(rds);
            await().atMost(SOON).until(() -> server.commands.get() == 1);

            Flux.range(0, 3)
                    .flatMap(n -> rds.execute(ASK).map(answer -> "answered").onErrorResume(SshQueueFaultTest::words))
                    .as(StepVerifier::create)
                    .expectNext("2 commands already wait for 127.0.0.1:" + server.port())
                    .expectNext("answered", "answered")
                    .expectComplete()
                    .verify(SOON);

            first.verify(SOON);
            assertThat(server.commands.get()).isEqualTo(3);
        }
    }

    /** The time to wait for a connection is not the time to wait for one's turn on it. */
    @Test
    void whoCameBeforeTheConnectionMayWaitForItsTurn() {
        answerAfter(Duration.ofMillis(500));
        try (SshRouterOs rds = rds(1, 100, LONG, Duration.ofSeconds(2))) {
            Flux.range(0, 8)
                    .flatMap(n -> rds.execute(ASK))
                    .as(StepVerifier::create)
                    .expectNextCount(8)
                    .expectComplete()
                    .verify(SOON);
        }
    }

    @Test
    void idleSessionsAreClosedButForOne() {
        answerAfter(Duration.ofMillis(200));
        try (SshRouterOs rds = rds(3, 100, Duration.ofMillis(50))) {
            Disposable keeper = rds.keepConnected().subscribe();
            List<StepVerifier> calls = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                calls.add(verifyLater(rds));
            }
            calls.forEach(call -> call.verify(SOON));
            assertThat(server.mostSessions.get()).isGreaterThan(1);

            await().atMost(SOON).until(() -> server.sessions.get() == 1);

            rds.execute(ASK)
                    .as(StepVerifier::create)
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(SOON);
            keeper.dispose();
        }
    }

    @Test
    void anAnswerWithoutEndIsRefusedAtItsBoundAndTheNextOneRead() {
        String much = "x".repeat(1 << 20);
        String more = much.repeat((Output.LIMIT >> 20) + 1);
        server.script.set(line -> new Act(Act.Kind.SILENT, more, Duration.ofMillis(1)));
        try (SshRouterOs rds = rds(1, 100, LONG)) {
            rds.execute(ASK)
                    .as(StepVerifier::create)
                    .expectErrorSatisfies(failure -> assertThat(failure)
                            .isInstanceOf(TransportFailure.Doubtful.class)
                            .hasMessageContaining("more than 64 MiB"))
                    .verify(LONG);
            server.script.set(Act::echo);

            rds.execute(ASK)
                    .as(StepVerifier::create)
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(SOON);
        }
    }

    private void answerAfter(Duration pause) {
        server.script.set(line -> Act.echo(line).after(pause));
    }

    private static Mono<String> words(Throwable failure) {
        return Mono.just(failure instanceof TransportFailure.NotSent ? failure.getMessage() : "" + failure);
    }

    private static StepVerifier verifyLater(SshRouterOs rds) {
        Mono<Reply> asked = rds.execute(ASK);
        return asked.as(StepVerifier::create)
                .expectNextCount(1)
                .expectComplete()
                .verifyLater();
    }

    private SshRouterOs rds(int max, int pending, Duration idle) {
        return rds(max, pending, idle, Duration.ofSeconds(10));
    }

    private SshRouterOs rds(int max, int pending, Duration idle, Duration connect) {
        var sessions = new SshSettings.Sessions(max, 1, pending, idle);
        return new SshRouterOs(server.settings(sessions, connect, Duration.ofMinutes(1)), scheduler);
    }
}
