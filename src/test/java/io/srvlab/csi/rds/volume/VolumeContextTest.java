package io.srvlab.csi.rds.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VolumeContextTest {
    private static final VolumeId VOLUME = new VolumeId("pvc-1");

    @Test
    void aContextOfThePriorDriverIsRead() {
        VolumeContext context = VolumeContext.of(Map.of(
                "rdsAddress", "10.42.241.3",
                "nvmeAddress", "10.42.68.1",
                "nvmePort", "4421",
                "nqn", "nqn.2000-02.com.mikrotik:pvc-1",
                "volumePath", "/storage-pool/metal-csi/pvc-1.img",
                "ctrlLossTmo", "600",
                "reconnectDelay", "10",
                "keepAliveTmo", "7",
                "migrationTimeoutSeconds", "60"));
        assertThat(context.options()).isEqualTo(new ConnectOptions(600, 10, 7, 0, 0));
        assertThat(context.migrationTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(context.target(VOLUME, Map.of()))
                .isEqualTo(new NvmeTarget("10.42.68.1", 4421, new Nqn("nqn.2000-02.com.mikrotik:pvc-1")));
    }

    @Test
    void whatIsMissingOrUnreadableFallsBack() {
        VolumeContext context = VolumeContext.of(Map.of(
                "rdsAddress",
                "10.0.0.1",
                "nvmePort",
                "44abc",
                "ctrlLossTmo",
                "-2",
                "reconnectDelay",
                "soon",
                "migrationTimeoutSeconds",
                "-1",
                "somethingNew",
                "x"));
        assertThat(context.options()).isEqualTo(ConnectOptions.DEFAULT);
        assertThat(context.migrationTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(context.target(VOLUME, Map.of())).isEqualTo(new NvmeTarget("10.0.0.1", 4420, Nqn.of(VOLUME)));
        assertThat(context.fsType(Map.of())).isEmpty();
    }

    @Test
    void whatControllerPublishSaidWins() {
        VolumeContext context = VolumeContext.of(Map.of("nvmeAddress", "10.0.0.1", "fsType", "xfs"));
        Map<String, String> publish = Map.of(
                "nvme_address",
                "10.0.0.2",
                "nvme_port",
                "4444",
                "nvme_nqn",
                "nqn.2000-02.com.mikrotik:pvc-1:2",
                "fs_type",
                "ext4");
        assertThat(context.target(VOLUME, publish))
                .isEqualTo(new NvmeTarget("10.0.0.2", 4444, new Nqn("nqn.2000-02.com.mikrotik:pvc-1:2")));
        assertThat(context.fsType(publish)).isEqualTo("ext4");
    }

    @Test
    void withoutAnyAddressThereIsNoTarget() {
        assertThatThrownBy(() -> VolumeContext.of(Map.of()).target(VOLUME, Map.of()))
                .isInstanceOf(Failure.InvalidRequest.class);
    }

    @Test
    void aGenerationThatIsNotTellingIsNone() {
        assertThat(VolumeContext.generation(Map.of("generation", "12"))).isEqualTo(12);
        assertThat(VolumeContext.generation(Map.of())).isZero();
        assertThat(VolumeContext.generation(Map.of("generation", "-1"))).isZero();
        assertThat(VolumeContext.generation(Map.of("generation", "many"))).isZero();
    }
}
