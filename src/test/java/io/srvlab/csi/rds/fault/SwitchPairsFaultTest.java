package io.srvlab.csi.rds.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.rds.Disk;
import io.srvlab.csi.rds.simulator.rds.Faults;
import io.srvlab.csi.rds.simulator.rds.Unknown;
import io.srvlab.csi.rds.volume.Capacity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever two unknowns of the device come together, and whichever call loses its connection: a volume's life is the same. */
class SwitchPairsFaultTest {
    private static final String ID = "pvc-00000000-0000-4000-8000-000000000007";
    private static final Capacity ONE = Capacity.ofGibibytes(1);
    private static final Capacity TWO = Capacity.ofGibibytes(2);
    /** A user who may only read makes no volume. */
    private static final Set<Unknown> WITHOUT = Set.of(Unknown.Policies.READ_ONLY);

    private static final List<Consumer<Faults>> CUTS = List.of(
            faults -> {},
            faults -> faults.hangUpBefore(1),
            faults -> faults.cutInMiddle(1, 5),
            faults -> faults.cutInMiddle(1, 60),
            faults -> faults.hangUpAfter(1));

    @TempDir
    Path directory;

    static Stream<Arguments> pairs() {
        AtomicInteger turn = new AtomicInteger();
        return WorldPairs.worlds(1, WITHOUT).map(world -> Arguments.of(turn.getAndIncrement(), world));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aVolumesLifeIsTheSame(int turn, World world) {
        try (Bench bench = Bench.in(directory, world)) {
            AtomicInteger call = new AtomicInteger(turn);
            int others = bench.disks().size();
            int otherFiles = bench.files().size();

            cut(bench, call);
            bench.create(ID, ONE);
            cut(bench, call);
            Disk open = bench.openExport(ID);
            assertThat(open.exported()).isTrue();
            cut(bench, call);
            assertThat(bench.grow(ID, TWO).size()).isEqualTo(TWO);
            cut(bench, call);
            assertThat(bench.list()).singleElement().isEqualTo(bench.find(ID));
            bench.device().reboot(Duration.ofMillis(1));
            bench.device().booted().join();
            assertThat(bench.find(ID)).isEqualTo(bench.list().getFirst());
            assertThat(bench.find(ID).size()).isEqualTo(TWO);
            cut(bench, call);
            bench.closeExport(ID);
            assertThat(bench.find(ID).exported()).isFalse();
            cut(bench, call);
            bench.delete(ID);

            assertThat(bench.disks()).hasSize(others);
            assertThat(bench.files()).hasSize(otherFiles);
            assertThat(bench.device().violations()).isEmpty();
        }
    }

    private static void cut(Bench bench, AtomicInteger call) {
        CUTS.get(call.getAndIncrement() % CUTS.size()).accept(bench.device().faults());
    }
}
