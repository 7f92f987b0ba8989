package io.srvlab.csi.rds.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.simulator.rds.RdsSimulator;
import io.srvlab.csi.rds.tour.CsiSocket;
import io.srvlab.csi.rds.tour.Summary;
import io.srvlab.csi.rds.tour.Tour;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo itself, as a test: every step of volumes' lives through the CSI socket, on each device that can make volumes. */
class TourConformanceTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"7.21", "7.24"})
    void everyStepOfTheTourSucceeds(String version) throws Exception {
        try (Driver driver = Driver.start(
                        directory,
                        "--rds-csi.tour=false",
                        "--rds-csi.simulator.version=" + version,
                        "--rds-csi.simulator.latency=5ms");
                CsiSocket client = driver.client()) {
            RdsSimulator device = driver.part(RdsSimulator.class);
            Summary summary = TourOf.driver(driver, client, device).walk().block(Duration.ofMinutes(2));

            assertThat(summary).isNotNull();
            assertThat(summary.steps()).isNotEmpty().noneMatch(step -> step.failed());
            assertThat(device.violations()).isEmpty();
        }
    }

    @Test
    void theHumanRepliesServeAsWell() throws Exception {
        try (Driver driver = Driver.start(directory, "--rds-csi.rds.replies=detail");
                CsiSocket client = driver.client()) {
            RdsSimulator device = driver.part(RdsSimulator.class);
            Tour tour = TourOf.driver(driver, client, device);

            Summary summary = tour.walk().block(Duration.ofMinutes(2));

            assertThat(summary).isNotNull();
            assertThat(summary.steps()).noneMatch(step -> step.failed());
        }
    }
}
