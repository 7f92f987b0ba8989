package io.srvlab.csi.rds.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.routeros.Expression;
import io.srvlab.csi.rds.routeros.Script;
import io.srvlab.csi.rds.routeros.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Many commands take little time and no more threads. */
class SshThroughputSimulatorTest {
    private static final Script ASK = Script.reading("ask", Statement.show("n", Expression.number(1)));

    private final Scheduler scheduler = Schedulers.newBoundedElastic(4, 100_000, "ssh-test");
    private final ScriptedSshServer server = new ScriptedSshServer();

    @AfterEach
    void stop() {
        server.close();
        scheduler.dispose();
    }

    @Test
    void manyCommandsAtOnceAreQuickAndNeedNoMoreThreads() {
        try (SshRouterOs rds = new SshRouterOs(server.settings(16, Duration.ofSeconds(20)), scheduler)) {
            run(rds, 3000, 16);
            int before = Thread.activeCount();
            Duration took = run(rds, 10_000, 64);
            System.out.println("64 at once: " + 10_000_000L / Math.max(1, took.toMillis()) + " exec/s");
            assertThat(Thread.activeCount()).isLessThanOrEqualTo(before + 2);
            assertThat(took).isLessThan(Duration.ofSeconds(60));
        }
    }

    @Test
    void twoThousandCommandsInARowUseOneSession() {
        try (SshRouterOs rds = new SshRouterOs(server.settings(16, Duration.ofSeconds(20)), scheduler)) {
            Duration took = run(rds, 2000, 1);
            System.out.println("in a row: " + 2_000_000L / Math.max(1, took.toMillis()) + " exec/s");
            assertThat(server.mostSessions.get()).isEqualTo(1);
        }
    }

    private static Duration run(SshRouterOs rds, int times, int atOnce) {
        return Flux.range(0, times)
                .flatMap(i -> rds.execute(ASK), atOnce)
                .as(StepVerifier::create)
                .expectNextCount(times)
                .verifyComplete();
    }
}
