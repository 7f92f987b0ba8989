package io.srvlab.csi.rds.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeEvent;
import io.srvlab.csi.rds.volume.VolumeId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The names are a contract with dashboards: they are read from a scrape, as Prometheus would. */
class VolumeMetersTest {
    private static final VolumeId VOLUME = new VolumeId("vol-1");
    private static final NodeName NODE = new NodeName("worker-a");
    private static final Duration TOOK = Duration.ofMillis(300);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final VolumeMeters meters = new VolumeMeters(registry);

    private String scrapeAfter(VolumeEvent event) {
        meters.publish(event);
        return registry.scrape();
    }

    @Test
    void operationsAreCountedAndTimed() {
        assertThat(scrapeAfter(new VolumeEvent.OperationEnded(VOLUME, "stage", true, TOOK)))
                .contains("rds_csi_volume_operations_total{operation=\"stage\",status=\"success\"} 1.0")
                .contains("rds_csi_volume_operation_duration_seconds_bucket{operation=\"stage\",le=\"0.25\"} 0")
                .contains("rds_csi_volume_operation_duration_seconds_bucket{operation=\"stage\",le=\"0.5\"} 1")
                .contains("rds_csi_volume_operation_duration_seconds_bucket{operation=\"stage\",le=\"60.0\"} 1")
                .contains("rds_csi_volume_operation_duration_seconds_count{operation=\"stage\"} 1");
    }

    @Test
    void connectsAreCountedAndTimed() {
        assertThat(scrapeAfter(new VolumeEvent.Connected(VOLUME, true, TOOK)))
                .contains("rds_csi_nvme_connects_total{status=\"success\"} 1.0")
                .contains("rds_csi_nvme_connect_duration_seconds_bucket{le=\"0.5\"} 1");
    }

    @Test
    void aFailedConnectIsCountedOnly() {
        assertThat(scrapeAfter(new VolumeEvent.Connected(VOLUME, false, TOOK)))
                .contains("rds_csi_nvme_connects_total{status=\"failure\"} 1.0")
                .doesNotContain("rds_csi_nvme_connect_duration_seconds");
    }

    @Test
    void mountsAreCounted() {
        assertThat(scrapeAfter(new VolumeEvent.Mounted(VOLUME, "unmount", true)))
                .contains("rds_csi_mount_operations_total{operation=\"unmount\",status=\"success\"} 1.0");
    }

    @Test
    void attachmentsAreCountedAndTimed() {
        meters.publish(new VolumeEvent.Detached(VOLUME, NODE, TOOK));
        assertThat(scrapeAfter(new VolumeEvent.Attached(VOLUME, NODE, TOOK)))
                .contains("rds_csi_attachment_attach_total{status=\"success\"} 1.0")
                .contains("rds_csi_attachment_detach_total{status=\"success\"} 1.0")
                .contains("rds_csi_attachment_operation_duration_seconds_bucket{operation=\"attach\",le=\"0.01\"} 0")
                .contains("rds_csi_attachment_operation_duration_seconds_bucket{operation=\"detach\",le=\"5.0\"} 1");
    }

    @Test
    void aRefusalIsAConflictAndAFailedAttach() {
        assertThat(scrapeAfter(new VolumeEvent.AttachRefused(VOLUME, NODE, new NodeName("worker-b"))))
                .contains("rds_csi_attachment_conflicts_total 1.0")
                .contains("rds_csi_attachment_attach_total{status=\"failure\"} 1.0");
    }
}
