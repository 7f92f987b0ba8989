package io.srvlab.csi.rds.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import csi.v1.Csi;
import io.grpc.Status;
import io.srvlab.csi.rds.tour.CsiSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Ctrl-C while a call is running: the process ends within its budget, and the caller hears how its call ended. */
class ShutdownConformanceTest {
    private static final Duration BUDGET = Duration.ofSeconds(30);
    private static final Duration CALL = Duration.ofMinutes(2);
    private static final Csi.CreateVolumeRequest CREATE = Requests.create("pvc-00000000-0000-4000-8000-000000000001");

    @TempDir
    Path directory;

    /** A device that answers within the grace, and one that does not. */
    @ParameterizedTest
    @CsvSource({"1s, OK", "10m, CANCELLED"})
    void aRunningCallIsAnsweredOrToldWhenItsDriverStops(String latency, Status.Code expected) throws Exception {
        Path socket = directory.resolve("csi.sock");
        try (ChildDriver child = ChildDriver.start(
                        directory,
                        "--rds-csi.endpoint=unix://" + socket,
                        "--rds-csi.simulator.latency=" + latency,
                        "--rds-csi.shutdown-grace=5s");
                CsiSocket client = CsiSocket.open(socket, CALL)) {
            child.awaitServing();
            AtomicReference<Status.Code> outcome = new AtomicReference<>();
            Disposable _ = code(client).subscribe(outcome::set);
            await().atMost(CALL).until(() -> code(client).block(CALL) == Status.Code.ABORTED);

            child.terminate();

            child.exit(BUDGET);
            await().atMost(BUDGET).until(() -> outcome.get() != null);
            assertThat(outcome.get()).as(child.output()).isEqualTo(expected);
            assertThat(socket).doesNotExist();
        }
    }

    /** ABORTED says that the same call is running. */
    private static Mono<Status.Code> code(CsiSocket client) {
        return Outcome.of(client.controller().createVolume(CREATE));
    }
}
