package io.srvlab.csi.rds.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.rds.RdsHealth;
import io.srvlab.csi.rds.volume.Readiness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** A driver that starts while its RDS is away says so, and notices when it comes. */
class RdsHealthFaultTest {
    private static final Duration PERIOD = Duration.ofMillis(500);
    private static final Duration SOON = Duration.ofSeconds(6);

    @TempDir
    Path directory;

    static Stream<World> worlds() {
        return World.worlds();
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void readinessFollowsTheRds(World world) {
        try (Bench bench = Bench.in(directory, world)) {
            bench.device().stopListening();
            RdsHealth health = new RdsHealth(bench.rds());
            assertThat(health.state().reason()).contains("not asked yet");

            Disposable watching = health.watch(PERIOD).subscribe();
            Readiness.State away = Bench.wait(stateOf(health, "is not connected"));
            assertThat(away.ready()).isFalse();
            assertThat(away.reason()).contains("127.0.0.1:" + bench.device().port());

            bench.device().startListening();
            Readiness.State back =
                    Bench.wait(stateOf(health, "RouterOS " + world.version()).timeout(SOON));
            assertThat(back.ready()).as(back.reason()).isEqualTo(world.hasFileDisks());

            bench.device().stopListening();
            assertThat(Bench.wait(stateOf(health, "is not connected").timeout(PERIOD.plus(SOON)))
                            .ready())
                    .isFalse();
            watching.dispose();
        }
    }

    private static Mono<Readiness.State> stateOf(RdsHealth health, String reason) {
        return Mono.fromSupplier(health::state)
                .filter(state -> state.reason().contains(reason))
                .repeatWhenEmpty(tries -> tries.delayElements(Duration.ofMillis(50)));
    }
}
