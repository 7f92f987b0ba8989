package io.srvlab.csi.rds.simulator.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each release has its own commands and arguments. */
class ProfileTest {
    @Test
    void argumentsCameWithTheirReleases() {
        assertThat(Profile.of("7.16").disk().get("add")).doesNotContain("file-path", "nvme-tcp-server-nqn");
        assertThat(Profile.of("7.20").disk().get("add")).contains("file-path", "nvme-tcp-name");
        assertThat(Profile.of("7.20").disk().get("set")).doesNotContain("nvme-tcp-server-nqn", "copy-from");
        assertThat(Profile.of("7.21").disk().get("set")).contains("nvme-tcp-server-nqn", "numbers");
    }

    @Test
    void commandsCameWithTheirReleases() {
        assertThat(Profile.of("7.16").disk()).containsKey("format-drive").doesNotContainKey("format");
        assertThat(Profile.of("7.21").file()).doesNotContainKey("copy");
        assertThat(Profile.of("7.23").file()).containsKey("copy");
        assertThat(Profile.of("7.24.4").disk()).containsKey("raid-scrub-cancel");
    }

    @Test
    void anOlderOrOddVersionStopsTheStart() {
        assertThatThrownBy(() -> Profile.of("7.15")).hasMessageContaining("7.16 or newer");
        assertThatThrownBy(() -> Profile.of("latest")).hasMessageContaining("7.24.4");
    }

    @Test
    void anArgumentTheReleaseLacksFailsBeforeAnythingRuns(@TempDir Path directory) {
        var device = new TestDevice(SimulatorSettings.in(directory).withVersion("7.20"));
        assertThat(device.type(":put started; /disk/add type=file slot=a nvme-tcp-server-nqn=x"))
                .startsWith("expected end of command (line 1 column")
                .doesNotContain("started");
    }

    @Test
    void theVersionCanBeRead(@TempDir Path directory) {
        assertThat(TestDevice.in(directory).type(":put [/system/resource/get version]"))
                .isEqualTo("7.24 (stable)");
    }
}
