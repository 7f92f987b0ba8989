package io.srvlab.csi.rds.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srvlab.csi.rds.fault.Bench;
import io.srvlab.csi.rds.simulator.rds.PoolSettings;
import io.srvlab.csi.rds.simulator.rds.SimulatorSettings;
import io.srvlab.csi.rds.simulator.rds.Switches;
import io.srvlab.csi.rds.simulator.rds.Unknown;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

/** What GetCapacity says is what the device then admits, to the mebibyte. */
class PoolGuardSimulatorTest {
    /** Every simulated device has a disk of somebody else of this size. */
    private static final long OTHERS = 64;

    @TempDir
    Path directory;

    /** All in GiB; {@code files} is what files that are no disks occupy. */
    record Room(long size, long files, long reserve, double ratio, Unknown.Allocation allocation, long expected) {}

    static Stream<Room> rooms() {
        return Stream.of(
                new Room(1000, 0, 0, 1.0, Unknown.Allocation.PREALLOCATED, 1000 - OTHERS),
                new Room(1000, 0, 10, 1.0, Unknown.Allocation.PREALLOCATED, 1000 - OTHERS - 10),
                new Room(1000, 0, 10, 0.5, Unknown.Allocation.PREALLOCATED, 500 - OTHERS - 10),
                new Room(1000, 600, 10, 1.0, Unknown.Allocation.PREALLOCATED, 400 - 10),
                new Room(1000, 0, 10, 1.0, Unknown.Allocation.SPARSE, 1000 - OTHERS - 10),
                new Room(1000, 990, 10, 2.0, Unknown.Allocation.SPARSE, 2000 - OTHERS - 10));
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void exactlyWhatIsAvailableFitsAndNotOneMebibyteMore(Room room) {
        try (Bench bench = with(room)) {
            assertThat(available(bench)).isEqualTo(Capacity.ofGibibytes(room.expected()));

            assertNoSpaceFor(bench, "too-much", moreThan(Capacity.ofGibibytes(room.expected())));
            bench.create("just-fits", Capacity.ofGibibytes(room.expected()));

            assertThat(available(bench)).isEqualTo(new Capacity(0));
            assertNoSpaceFor(bench, "nothing-left", Capacity.ofMebibytes(1));
        }
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void growingIsAdmittedByWhatItAdds(Room room) {
        try (Bench bench = with(room)) {
            bench.create("grows", Capacity.ofGibibytes(100));
            Capacity largest = Capacity.ofGibibytes(room.expected());

            assertThatThrownBy(() -> bench.grow("grows", moreThan(largest))).isInstanceOf(Failure.NoSpace.class);
            assertThat(bench.find("grows").size()).isEqualTo(Capacity.ofGibibytes(100));
            assertThat(bench.grow("grows", largest).size()).isEqualTo(largest);
        }
    }

    @Test
    void otherPeoplesDisksOnThePoolCount() {
        try (Bench bench = with(new Room(1000, 0, 0, 1.0, Unknown.Allocation.SPARSE, 0))) {
            bench.admin("/disk/add type=file file-path=storage-pool/vm.img file-size=136G slot=vm nvme-tcp-export=no");

            assertThat(available(bench)).isEqualTo(Capacity.ofGibibytes(1000 - OTHERS - 136));
            assertNoSpaceFor(bench, "too-much", moreThan(available(bench)));
        }
    }

    @Test
    void capacityIsWhatCreateAdmitsWhateverElseStands() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (Bench bench = with(new Room(1000, 100, 7, 0.9, Unknown.Allocation.PREALLOCATED, 0))) {
            for (int n = 0; n < 10; n++) {
                bench.create("random-" + n, new Capacity(random.nextLong(1L << 20, 60L << 30)));
                assertNoSpaceFor(bench, "seed-" + seed, moreThan(available(bench)));
            }
            bench.create("the-rest", available(bench));
            assertThat(available(bench)).as("seed %d", seed).isEqualTo(new Capacity(0));
        }
    }

    @Test
    void creationsSideBySideFillThePoolAndNeverOverfillIt() {
        try (Bench bench = with(new Room(OTHERS + 50, 0, 0, 1.0, Unknown.Allocation.SPARSE, 0))) {
            int made = bench.createAll(IntStream.range(0, 100)
                            .mapToObj(n -> bench.rds()
                                    .create(Bench.spec("storm-" + n, Capacity.ofGibibytes(1)))
                                    .onErrorResume(Failure.NoSpace.class, full -> Mono.empty()))
                            .toList())
                    .size();

            assertThat(made).as("answered").isEqualTo(50);
            assertThat(bench.disks()).hasSize(50);
            assertNoSpaceFor(bench, "one-more", Capacity.ofMebibytes(1));
        }
    }

    private static void assertNoSpaceFor(Bench bench, String id, Capacity size) {
        assertThatThrownBy(() -> bench.create(id, size)).as(id).isInstanceOf(Failure.NoSpace.class);
    }

    private static Capacity available(Bench bench) {
        return Bench.wait(bench.rds().inventory()).pool().available();
    }

    private static Capacity moreThan(Capacity size) {
        return new Capacity(size.bytes() + Capacity.ofMebibytes(1).bytes());
    }

    private Bench with(Room room) {
        PoolSettings pool =
                new PoolSettings("storage-pool", "btrfs", "storage-pool", room.size() << 30, room.files() << 30);
        SimulatorSettings settings = SimulatorSettings.in(directory)
                .withPool(pool)
                .withSwitches(Switches.defaults().with(room.allocation()));
        return Bench.of(
                settings,
                new StorageSettings(
                        "bench",
                        Bench.BASE,
                        Capacity.ofGibibytes(room.reserve()),
                        room.ratio(),
                        StorageSettings.Grow.IN_PLACE,
                        4420));
    }
}
