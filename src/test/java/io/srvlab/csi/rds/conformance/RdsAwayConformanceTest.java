package io.srvlab.csi.rds.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import csi.v1.Csi;
import io.grpc.Status;
import io.srvlab.csi.rds.simulator.rds.RdsSimulator;
import io.srvlab.csi.rds.tour.CsiSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The RDS is away: the driver stays up, says so in readiness, and is back by itself. */
class RdsAwayConformanceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    @Test
    void aDriverThatLosesItsRdsStaysAliveAndComesBackByItself() throws Exception {
        try (Driver driver = Driver.start(directory);
                CsiSocket client = driver.client()) {
            awaitReadiness(driver, 200);
            driver.part(RdsSimulator.class).stopListening();
            awaitReadiness(driver, 503);

            assertThat(driver.page("health/liveness").statusCode()).isEqualTo(200);
            assertThat(driver.page("health/readiness").body())
                    .contains("127.0.0.1")
                    .contains("refused");
            assertThat(client.identity()
                            .probe(Csi.ProbeRequest.getDefaultInstance())
                            .block()
                            .getReady()
                            .getValue())
                    .as("a restart would not bring the RDS back")
                    .isTrue();
            assertThatThrownBy(() -> client.controller()
                            .listVolumes(Csi.ListVolumesRequest.getDefaultInstance())
                            .block())
                    .satisfies(failure ->
                            assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.UNAVAILABLE));

            driver.part(RdsSimulator.class).startListening();
            Instant back = Instant.now();
            awaitReadiness(driver, 200);
            System.out.println(
                    "ready " + Duration.between(back, Instant.now()).toMillis() + " ms after the RDS came back");
        }
    }

    @Test
    void prometheusReadsTheMetrics() throws Exception {
        try (Driver driver = Driver.start(directory)) {
            awaitReadiness(driver, 200);

            assertThat(driver.page("prometheus").body()).contains("rds_csi_routeros_command_seconds_count");
        }
    }

    private static void awaitReadiness(Driver driver, int status) {
        await().atMost(PATIENCE).until(() -> driver.page("health/readiness").statusCode() == status);
    }
}
