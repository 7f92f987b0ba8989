package io.srvlab.csi.rds.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srvlab.csi.rds.fault.Bench;
import io.srvlab.csi.rds.fault.World;
import io.srvlab.csi.rds.simulator.rds.Unknown;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ids that the device's slots may be too short for. */
class SlotSimulatorTest {
    private static final Capacity SIZE = Capacity.ofGibibytes(1);
    private static final Capacity LARGER = Capacity.ofGibibytes(2);
    private static final String LONGEST = "l".repeat(128);
    private static final String PVC = "pvc-00000000-0000-4000-8000-000000000001";

    @TempDir
    Path directory;

    static Stream<World> worlds() {
        return World.newest(Unknown.SlotLimit.class);
    }

    static Stream<Arguments> idsInEveryWorld() {
        return worlds().flatMap(world -> Stream.of(LONGEST, PVC, "v").map(id -> Arguments.of(id, world)));
    }

    static Stream<Arguments> siblingsInEveryWorld() {
        String thirtyTwo = "s".repeat(32);
        List<List<String>> siblings = List.of(
                List.of(thirtyTwo, thirtyTwo + "t"),
                List.of(thirtyTwo + "t", thirtyTwo),
                List.of(thirtyTwo + "t", thirtyTwo + "u"));
        return worlds().flatMap(
                        world -> siblings.stream().map(ids -> Arguments.of(ids.getFirst(), ids.getLast(), world)));
    }

    static Stream<Arguments> caseTwinsInEveryWorld() {
        return worlds().flatMap(world -> Stream.of(
                Arguments.of("Volume", "voLume", world), Arguments.of("V".repeat(128), "v".repeat(128), world)));
    }

    @ParameterizedTest
    @MethodSource("idsInEveryWorld")
    void aVolumeLivesItsWholeLifeUnderAnySlot(String id, World world) {
        try (Bench bench = Bench.in(directory, world)) {
            Disk made = bench.create(id, SIZE);
            assertThat(bench.create(id, SIZE)).isEqualTo(made);
            assertThat(bench.find(id)).isEqualTo(made);
            assertThat(bench.list()).containsExactly(made);
            assertThat(bench.openExport(id).nqn().value()).endsWith(":" + id);
            assertThat(bench.grow(id, LARGER).size()).isEqualTo(LARGER);
            bench.closeExport(id);
            bench.delete(id);

            assertThat(bench.disks()).isEmpty();
            assertThat(bench.files()).isEmpty();
            assertThat(bench.device().violations()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("siblingsInEveryWorld")
    void idsThatBeginAlikeAreTwoVolumes(String first, String second, World world) {
        try (Bench bench = Bench.in(directory, world)) {
            bench.create(first, SIZE);
            bench.create(second, LARGER);

            assertThat(bench.find(first).size()).isEqualTo(SIZE);
            assertThat(bench.find(second).size()).isEqualTo(LARGER);
            bench.openExport(first);
            bench.openExport(second);
            bench.delete(first);
            assertThat(bench.list()).singleElement().isEqualTo(bench.find(second));
            assertThat(bench.files()).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("caseTwinsInEveryWorld")
    void idsThatDifferOnlyInCaseCannotBothBeVolumes(String first, String second, World world) {
        try (Bench bench = Bench.in(directory, world)) {
            bench.create(first, SIZE);

            assertThatThrownBy(() -> bench.create(second, SIZE)).isInstanceOf(Failure.AlreadyExists.class);

            assertThat(bench.disks()).hasSize(1);
            assertThatThrownBy(() -> bench.find(second)).isInstanceOf(Failure.NotFound.class);
            bench.delete(second);
            assertThat(bench.find(first).size()).isEqualTo(SIZE);
        }
    }
}
