package io.srvlab.csi.rds.simulator.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The simulator's settings come out of a configuration file as they were meant. */
class SimulatorSettingsTest {
    @TempDir
    private Path directory;

    @Test
    void aDirectoryIsEnough() {
        SimulatorSettings settings = bound(Map.of());

        assertThat(settings.version()).isEqualTo("7.24");
        assertThat(settings.maxSessions()).isEqualTo(20);
        assertThat(settings.pool()).isEqualTo(PoolSettings.storagePool());
        assertThat(Switches.of(settings.switches())).isEqualTo(Switches.defaults());
    }

    @Test
    void everySettingIsTaken() {
        SimulatorSettings settings = bound(Map.of(
                "ssh-port", "12222",
                "version", "7.21",
                "latency", "50ms",
                "max-sessions", "40",
                "pool.name", "raid10",
                "pool.filesystem", "xfs",
                "pool.label", "ocp-storage",
                "pool.size", "16003143565312",
                "pool.used", "0",
                "switches.exit-status", "missing"));

        assertThat(settings.sshPort()).isEqualTo(12222);
        assertThat(settings.latency()).isEqualTo(Duration.ofMillis(50));
        assertThat(settings.pool()).isEqualTo(new PoolSettings("raid10", "xfs", "ocp-storage", 16_003_143_565_312L, 0));
        assertThat(Switches.of(settings.switches()).is(Unknown.ExitStatus.MISSING))
                .isTrue();
    }

    @Test
    void aWrongSwitchValueStopsTheStartAndNamesTheRightOnes() {
        SimulatorSettings settings = bound(Map.of("switches.exit-status", "two"));

        assertThatThrownBy(() -> RdsSimulator.start(settings))
                .hasMessage("rds-csi.simulator.switches.exit-status is 'two'; use one of zero, one-on-error, missing");
    }

    private SimulatorSettings bound(Map<String, String> given) {
        Map<String, String> properties = new HashMap<>(Map.of("rds-csi.simulator.directory", directory.toString()));
        given.forEach((name, value) -> properties.put("rds-csi.simulator." + name, value));
        return new Binder(new MapConfigurationPropertySource(properties))
                .bind("rds-csi.simulator", SimulatorSettings.class)
                .get();
    }
}
