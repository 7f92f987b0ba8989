package io.srvlab.csi.rds.rds;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.fault.Bench;
import io.srvlab.csi.rds.volume.Capacity;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** What an operation costs when nothing goes wrong. */
class RoundTripsSimulatorTest {
    private static final String ID = "pvc-00000000-0000-4000-8000-000000000001";

    /** Callers share a read only if they ask before it is answered. */
    private static final Duration LONG_ENOUGH_TO_MEET = Duration.ofMillis(300);

    @TempDir
    Path directory;

    @Test
    void everyOperationCostsOneOnceTheVersionIsKnown() {
        try (Bench bench = Bench.in(directory)) {
            assertThat(bench.roundTrips(() -> Bench.wait(bench.rds().probe()))).isEqualTo(1);

            assertThat(bench.roundTrips(() -> bench.create(ID, Capacity.ofGibibytes(1))))
                    .as("create")
                    .isEqualTo(1);
            assertThat(bench.roundTrips(() -> bench.find(ID))).as("find").isEqualTo(1);
            assertThat(bench.roundTrips(() -> bench.openExport(ID)))
                    .as("openExport")
                    .isEqualTo(1);
            assertThat(bench.roundTrips(() -> bench.grow(ID, Capacity.ofGibibytes(2))))
                    .as("grow")
                    .isEqualTo(1);
            assertThat(bench.roundTrips(bench::list)).as("inventory").isEqualTo(1);
            assertThat(bench.roundTrips(() -> bench.closeExport(ID)))
                    .as("closeExport")
                    .isEqualTo(1);
            assertThat(bench.roundTrips(() -> bench.delete(ID))).as("delete").isEqualTo(1);
            assertThat(bench.roundTrips(() -> bench.delete(ID)))
                    .as("delete of nothing")
                    .isEqualTo(1);
        }
    }

    @Test
    void callersThatListAtTheSameTimeShareTheirReads() {
        try (Bench bench = Bench.in(directory)) {
            bench.create(ID, Capacity.ofGibibytes(1));
            bench.device().faults().answerAfter(LONG_ENOUGH_TO_MEET);

            long reads = bench.roundTrips(() -> assertThat(Bench.wait(Flux.range(0, 50)
                            .flatMap(n -> bench.rds().inventory(), 50)
                            .collectList()))
                    .hasSize(50)
                    .allSatisfy(inventory -> assertThat(inventory.disks()).hasSize(1)));

            assertThat(reads).isBetween(1L, 3L);
        }
    }

    @Test
    void aStormAfterAReconnectAsksForTheVersionOnceOrTwice() {
        try (Bench bench = Bench.in(directory)) {
            bench.device().faults().answerAfter(LONG_ENOUGH_TO_MEET);

            long reads = bench.roundTrips(() -> Bench.wait(
                    Flux.range(0, 50).flatMap(n -> bench.rds().inventory(), 50).then()));

            assertThat(reads).isLessThanOrEqualTo(5);
        }
    }
}
