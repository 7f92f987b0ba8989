package io.srvlab.csi.rds.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.simulator.rds.Faults.Condition;
import io.srvlab.csi.rds.simulator.rds.RdsSimulator;
import io.srvlab.csi.rds.simulator.rds.SimulatorSettings;
import io.srvlab.csi.rds.simulator.rds.Switches;
import io.srvlab.csi.rds.simulator.rds.Unknown;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a person does to the simulated device with curl. */
class SimulatorEndpointSimulatorTest {
    @TempDir
    Path directory;

    private RdsSimulator device;
    private SimulatorEndpoint endpoint;

    @BeforeEach
    void start() {
        device = RdsSimulator.start(
                SimulatorSettings.in(directory).withSwitches(Switches.defaults().with(Unknown.HostKeyType.ED25519)));
        endpoint = new SimulatorEndpoint(device);
    }

    @AfterEach
    void stop() {
        device.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyConditionBeginsByItsNameAndEndsWithReset(Condition condition) {
        endpoint.act(condition.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        assertThat(device.faults().holds(condition)).isTrue();

        endpoint.act("reset");
        assertThat(device.faults().holds(condition)).isFalse();
    }

    @Test
    void anActionThatDoesNotExistIsRefusedWithThoseThatDo() {
        var answer = endpoint.act("explode");

        assertThat(answer.getStatus()).isEqualTo(400);
        assertThat(answer.getBody().get("error").toString())
                .contains("'explode'", "away, back,", "pool-unmounted", "reset");
    }
}
