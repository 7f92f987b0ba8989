package io.srvlab.csi.rds.csi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsiEndpointTest {
    @ParameterizedTest
    @CsvSource({
        "unix:///csi/csi.sock, /csi/csi.sock",
        "unix://csi/csi.sock, /csi/csi.sock",
        "unix:/csi/csi.sock, /csi/csi.sock",
        "/csi/csi.sock, /csi/csi.sock",
        "unix:csi.sock, csi.sock"
    })
    void everySpellingInUseIsUnderstood(String endpoint, String path) {
        assertThat(CsiEndpoint.of(endpoint).socket()).isEqualTo(Path.of(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unix:", "unix://", "unix:///", "csi.sock", "http://x/y", "/"})
    void whatNamesNoSocketIsRefused(String endpoint) {
        assertThatThrownBy(() -> CsiEndpoint.of(endpoint))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unix:///csi/csi.sock");
    }

    @Test
    void tcpIsRefusedWithTheReason() {
        assertThatThrownBy(() -> CsiEndpoint.of("tcp://0.0.0.0:10000")).hasMessageContaining("anybody on the network");
    }
}
