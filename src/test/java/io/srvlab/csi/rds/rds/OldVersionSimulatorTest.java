package io.srvlab.csi.rds.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srvlab.csi.rds.fault.Bench;
import io.srvlab.csi.rds.simulator.rds.SimulatorSettings;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A device that is too old is refused in words that say what it needs, and is asked again after every upgrade. */
class OldVersionSimulatorTest {
    private static final String ID = "pvc-00000000-0000-4000-8000-000000000001";

    @TempDir
    Path directory;

    record Call(String name, Consumer<Bench> make) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Call> calls() {
        return Stream.concat(
                callsThatSetNqns(),
                Stream.of(
                        new Call("delete", bench -> bench.delete(ID)),
                        new Call("closeExport", bench -> bench.closeExport(ID)),
                        new Call("find", bench -> bench.find(ID)),
                        new Call("inventory", Bench::list),
                        new Call("probe", bench -> Bench.wait(bench.rds().probe()))));
    }

    static Stream<Call> callsThatSetNqns() {
        return Stream.of(
                new Call("create", bench -> bench.create(ID, Capacity.ofGibibytes(1))),
                new Call("grow", bench -> bench.grow(ID, Capacity.ofGibibytes(2))),
                new Call("openExport", bench -> bench.openExport(ID)));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void beforeFileDisksNothingWorks(Call call) {
        try (Bench bench = withVersion("7.16")) {
            assertThatThrownBy(() -> call.make().accept(bench))
                    .isInstanceOf(Failure.Conflict.class)
                    .hasMessageContaining("RouterOS 7.16")
                    .hasMessageContaining("needs RouterOS 7.17");
        }
    }

    @ParameterizedTest
    @MethodSource("callsThatSetNqns")
    void whereNqnsCannotBeSetNothingIsMadeOrExported(Call call) {
        try (Bench bench = withVersion("7.20")) {
            assertThatThrownBy(() -> call.make().accept(bench))
                    .isInstanceOf(Failure.Conflict.class)
                    .hasMessageContaining("RouterOS 7.20")
                    .hasMessageContaining("needs RouterOS 7.21");
            assertThat(bench.disks()).isEmpty();
        }
    }

    @Test
    void whereNqnsCannotBeSetThereIsStillSomethingToSee() {
        try (Bench bench = withVersion("7.20")) {
            assertThat(Bench.wait(bench.rds().probe())).startsWith("7.20");
            assertThat(bench.list()).isEmpty();
            assertThat(Bench.wait(bench.rds().inventory()).pool().available().bytes())
                    .isPositive();
            assertThatThrownBy(() -> bench.find(ID)).isInstanceOf(Failure.NotFound.class);
        }
    }

    @Test
    void anUpgradedDeviceWorksWithoutARestart() {
        try (Bench bench = withVersion("7.20")) {
            assertThatThrownBy(() -> bench.create(ID, Capacity.ofGibibytes(1))).isInstanceOf(Failure.Conflict.class);

            bench.device().install("7.24");
            bench.dropConnections();

            bench.create(ID, Capacity.ofGibibytes(1));
            assertThat(bench.openExport(ID).exported()).isTrue();
        }
    }

    @Test
    void aDowngradedDeviceIsAConflictThatLeavesItsDisksAlone() {
        try (Bench bench = withVersion("7.24")) {
            bench.create(ID, Capacity.ofGibibytes(1));
            bench.device().install("7.20");
            bench.dropConnections();

            assertThatThrownBy(() -> bench.openExport(ID))
                    .isInstanceOf(Failure.Conflict.class)
                    .hasMessageContaining("7.21");
            assertThatThrownBy(() -> bench.openExport(ID))
                    .isInstanceOf(Failure.Conflict.class)
                    .hasMessageContaining("RouterOS 7.20");
            assertThat(bench.list()).hasSize(1);
        }
    }

    private Bench withVersion(String version) {
        return Bench.of(
                SimulatorSettings.in(directory).withVersion(version), Bench.storage(StorageSettings.Grow.IN_PLACE));
    }
}
