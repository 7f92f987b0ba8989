package io.srvlab.csi.rds.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.simulator.rds.Faults;
import io.srvlab.csi.rds.volume.Capacity;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The connection is cut before, in and after each command of a volume's life: the call ends as if it had not been. */
class ConnectionCutFaultTest {
    private static final String ID = "pvc-00000000-0000-4000-8000-000000000004";
    private static final Capacity ONE = Capacity.ofGibibytes(1);
    private static final Capacity TWO = Capacity.ofGibibytes(2);

    @TempDir
    Path directory;

    record Cut(String name, Consumer<Faults> arm) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Arguments> cutsInEveryWorld() {
        Stream<Cut> cuts = Stream.of(
                new Cut("before", faults -> faults.hangUpBefore(1)),
                new Cut("in the first mark", faults -> faults.cutInMiddle(1, 5)),
                new Cut("in the middle", faults -> faults.cutInMiddle(1, 60)),
                new Cut("after", faults -> faults.hangUpAfter(1)));
        return cuts.flatMap(cut -> World.worlds().map(world -> Arguments.of(cut, world)));
    }

    @ParameterizedTest
    @MethodSource("cutsInEveryWorld")
    void aVolumesLifeGoesOnThroughEachCut(Cut cut, World world) throws Throwable {
        try (Bench bench = Bench.in(directory, world)) {
            Faults faults = bench.device().faults();

            cut.arm().accept(faults);
            world.from21(() -> bench.create(ID, ONE));
            if (!world.makesVolumes()) {
                faults.reset();
                bench.inherit(ID, ONE);
            }
            cut.arm().accept(faults);
            world.from21(() -> assertThat(bench.openExport(ID).exported()).isTrue());
            cut.arm().accept(faults);
            world.from21(() -> assertThat(bench.grow(ID, TWO).size()).isEqualTo(TWO));
            cut.arm().accept(faults);
            world.from17(() -> bench.closeExport(ID));
            cut.arm().accept(faults);
            world.from17(() -> assertThat(bench.list()).hasSize(1));
            cut.arm().accept(faults);
            world.from17(() -> assertThat(bench.available()).isPositive());
            String before = bench.everything();
            cut.arm().accept(faults);
            world.from17(() -> bench.delete(ID));

            assertThat(bench.everything().equals(before)).isEqualTo(!world.hasFileDisks());
            assertThat(bench.disks()).hasSize(world.hasFileDisks() ? 0 : 1);
            assertThat(bench.files()).hasSize(world.hasFileDisks() ? 0 : 1);
            assertThat(bench.device().violations()).isEmpty();
        }
    }
}
