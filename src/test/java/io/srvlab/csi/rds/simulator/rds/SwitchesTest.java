package io.srvlab.csi.rds.simulator.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Switches are chosen by name, and a volume can be made under each of them. */
class SwitchesTest {
    static Stream<Switches> everyValue() {
        return Switches.everyValue();
    }

    @Test
    void namesAreThoseOfSettings() {
        Switches switches = Switches.of(Map.of("slot-limit", "refuse-32", "nqn-change", "immediately"));
        assertThat(switches).hasToString("nqn-change=immediately,slot-limit=refuse-32");
        assertThat(switches.is(Unknown.SlotLimit.REFUSE_32)).isTrue();
        assertThat(switches.is(Unknown.ExportOff.CUTS)).isTrue();
        assertThat(Switches.of(switches.named())).isEqualTo(switches);
    }

    @Test
    void aWrongNameStopsTheStart() {
        assertThatThrownBy(() -> Switches.of(Map.of("slot-limit", "yes"))).hasMessageContaining("refuse-32");
        assertThatThrownBy(() -> Switches.of(Map.of("slot", "yes"))).hasMessageContaining("slot-limit");
    }

    @ParameterizedTest
    @MethodSource("everyValue")
    void everyValueDiffersFromTheDefaultInOneThing(Switches switches) {
        assertThat(switches.chosen()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("everyValue")
    void aShortNamedDiskCanBeAddedUnlessTheUserMayOnlyRead(Switches switches, @TempDir Path directory) {
        var device = new TestDevice(SimulatorSettings.in(directory).withSwitches(switches));
        device.add("a", "1G");
        assertThat(device.device()
                        .runAsAdmin("/disk/print count-only where slot=a")
                        .strip())
                .isEqualTo(switches.is(Unknown.Policies.READ_ONLY) ? "0" : "1");
    }
}
