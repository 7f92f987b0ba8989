package io.srvlab.csi.rds.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import csi.v1.Csi;
import io.srvlab.csi.rds.simulator.rds.RdsSimulator;
import io.srvlab.csi.rds.tour.CsiSocket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pod's probes and Prometheus ask a running driver. */
class ActuatorConformanceTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** A contract with dashboards: the names, and what kind each is. */
    private static final Map<String, String> METERS = Map.of(
            "rds_csi_volume_operations_total", "counter",
            "rds_csi_volume_operation_duration_seconds", "histogram",
            "rds_csi_nvme_connects_total", "counter",
            "rds_csi_nvme_connect_duration_seconds", "histogram",
            "rds_csi_mount_operations_total", "counter",
            "rds_csi_attachment_attach_total", "counter",
            "rds_csi_attachment_detach_total", "counter",
            "rds_csi_attachment_conflicts_total", "counter",
            "rds_csi_attachment_operation_duration_seconds", "histogram",
            "rds_csi_routeros_command_seconds", "summary");

    @TempDir
    Path directory;

    @Test
    void probesAndPrometheusAreAnsweredInTheirOwnLanguage() throws Exception {
        try (Driver driver = Driver.start(directory, "--rds-csi.known-nodes=another-node");
                CsiSocket client = driver.client()) {
            await().atMost(PATIENCE).until(() -> driver.page("health/readiness").statusCode() == 200);
            assertThat(driver.page("health/liveness").statusCode()).isEqualTo(200);
            assertThat(driver.page("health/readiness").body())
                    .contains(
                            "\"rds\"",
                            "RouterOS 7.24",
                            "\"csiSocket\"",
                            driver.socket().toString());

            TourOf.driver(driver, client, driver.part(RdsSimulator.class))
                    .walk()
                    .block(PATIENCE);
            refuseAnotherNode(client);

            HttpResponse<String> page = driver.page("prometheus");
            assertThat(page.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
            assertThat(PrometheusPage.parse(page.body()).types()).containsAllEntriesOf(METERS);
        }
    }

    @Test
    void aPageThatIsNotInTheFormatIsNotRead() {
        String head = "# HELP a_total as\n# TYPE a_total counter\n";
        assertThat(PrometheusPage.parse(head + "a_total{b=\"c\\\"d\"} 1.0\n").samples())
                .hasSize(1);
        for (String wrong : new String[] {
            "a_total 1.0\n",
            "# TYPE a_total counter\na_total 1.0\n",
            head + "a_total 1.0",
            head + "a_total one\n",
            head + "a_total{b=c} 1.0\n",
            head + "b_total 1.0\n",
            head + "a_total 1.0\na_total 2.0\n",
            head + head
        }) {
            assertThatThrownBy(() -> PrometheusPage.parse(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static void refuseAnotherNode(CsiSocket client) {
        Csi.Volume volume = Objects.requireNonNull(client.controller()
                        .createVolume(Requests.create("pvc-00000000-0000-4000-8000-00000000000a"))
                        .block(PATIENCE))
                .getVolume();
        client.controller()
                .controllerPublishVolume(Requests.publish(volume, "demo-node"))
                .block(PATIENCE);
        assertThatThrownBy(() -> client.controller()
                        .controllerPublishVolume(Requests.publish(volume, "another-node"))
                        .block(PATIENCE))
                .hasMessageContaining("demo-node");
    }
}
