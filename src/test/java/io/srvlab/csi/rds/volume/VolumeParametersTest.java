package io.srvlab.csi.rds.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumeParametersTest {
    private static final StorageDefaults DEFAULTS =
            new StorageDefaults("10.0.0.1", "10.0.1.1", 4420, "/storage-pool/metal-csi");

    private static VolumeParameters read(Map<String, String> parameters) {
        return VolumeParameters.of(parameters, DEFAULTS);
    }

    @Test
    void nothingSaidMeansTheDefaults() {
        assertThat(read(Map.of()))
                .isEqualTo(new VolumeParameters(
                        "10.0.0.1",
                        "10.0.1.1",
                        4420,
                        "/storage-pool/metal-csi",
                        "",
                        ConnectOptions.DEFAULT,
                        Duration.ofSeconds(300),
                        Map.of(),
                        List.of()));
    }

    @Test
    void anRdsAddressAloneIsTheDataAddressToo() {
        assertThat(read(Map.of("rdsAddress", "10.9.9.9")).nvmeAddress()).isEqualTo("10.9.9.9");
    }

    @Test
    void anUnknownKeyIsNamedTogetherWithTheKnownOnes() {
        assertThatThrownBy(() -> read(Map.of("nvmeAdress", "10.0.0.2")))
                .isInstanceOf(Failure.InvalidRequest.class)
                .hasMessageContaining("'nvmeAdress'")
                .hasMessageContaining("nvmeAddress, nvmePort");
    }

    @Test
    void keysThatThePriorDriverNeverReadAreAcceptedAndReported() {
        assertThat(read(Map.of("sshPort", "22", "nqnPrefix", "x")).ignored()).containsExactly("nqnPrefix", "sshPort");
    }

    @Test
    void reservedKeysPassAndTheClaimIsKept() {
        VolumeParameters read = read(Map.of(
                "csi.storage.k8s.io/pvc/name", "data",
                "csi.storage.k8s.io/fstype", "xfs",
                "csi.storage.k8s.io/node-stage-secret-name", "s"));
        assertThat(read.origin()).isEqualTo(Map.of("csi.storage.k8s.io/pvc/name", "data"));
        assertThat(read.fsType()).isEqualTo("xfs");
    }

    @ParameterizedTest
    @CsvSource({
        "nvmePort, 44abc",
        "nvmePort, 0",
        "nvmePort, 65536",
        "ctrlLossTmo, -2",
        "reconnectDelay, 0",
        "keepAliveTmo, 1.5",
        "fastIoFailTmo, -1",
        "nrIoQueues, 99999999999",
        "fsType, btrfs",
        "nvmeAddress, 10.0.0.1;reboot",
        "volumePath, /storage-pool/metal-csi-backup",
        "volumePath, /storage-pool/metal-csi/../other",
        "volumePath, /storage-pool",
        "volumePath, storage-pool/metal-csi",
        "volumePath, /storage-pool/metal-csi//x",
        "volumePath, /storage-pool/metal-csi/a b"
    })
    void aWrongValueIsRefused(String key, String value) {
        assertThatThrownBy(() -> read(Map.of(key, value))).isInstanceOf(Failure.InvalidRequest.class);
    }

    @ParameterizedTest
    @CsvSource({"/storage-pool/metal-csi", "/storage-pool/metal-csi/", "/storage-pool/metal-csi/fast"})
    void thePathMayBeTheBaseOrBelowIt(String path) {
        assertThat(read(Map.of("volumePath", path)).volumePath()).startsWith("/storage-pool/metal-csi");
    }

    @ParameterizedTest
    @CsvSource({"0, 300", "-5, 300", "1, 30", "29, 30", "600, 600", "99999, 3600"})
    void migrationTimeIsClamped(String asked, long seconds) {
        assertThat(read(Map.of("migrationTimeoutSeconds", asked)).migrationTimeout())
                .isEqualTo(Duration.ofSeconds(seconds));
    }
}
