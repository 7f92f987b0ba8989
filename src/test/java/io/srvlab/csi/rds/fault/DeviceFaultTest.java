package io.srvlab.csi.rds.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srvlab.csi.rds.simulator.rds.Faults.Condition;
import io.srvlab.csi.rds.simulator.rds.HalfDone;
import io.srvlab.csi.rds.simulator.rds.Unknown;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the device itself does wrong, or silently not at all. */
class DeviceFaultTest {
    private static final String ID = "pvc-00000000-0000-4000-8000-000000000005";

    @TempDir
    Path directory;

    static Stream<World> worlds() {
        return World.worlds();
    }

    static Stream<World> worldsOfErrors() {
        return World.worlds(List.of(
                Unknown.ErrorTexts.class,
                Unknown.ExitStatus.class,
                Unknown.ErrorStream.class,
                Unknown.Allocation.class));
    }

    static Stream<World> worldsOfWrapping() {
        return World.worlds(List.of(
                Unknown.WrapPrint.class, Unknown.WrapPut.class, Unknown.WrapStyle.class, Unknown.CommentStyle.class));
    }

    static Stream<World> worldsOfEmptiness() {
        return World.worlds(List.of(Unknown.EmptyResult.class, Unknown.JsonTypes.class));
    }

    @ParameterizedTest
    @MethodSource("worldsOfEmptiness")
    void aFindThatMatchesNothingIsNeverTakenForDone(World world) {
        try (Bench bench = Bench.in(directory, world)) {
            assertThatThrownBy(() -> bench.grow(ID, Capacity.ofGibibytes(2))).isInstanceOf(Failure.NotFound.class);
            assertThatThrownBy(() -> bench.openExport(ID)).isInstanceOf(Failure.NotFound.class);
            bench.closeExport(ID);
            bench.delete(ID);
        }
    }

    @ParameterizedTest
    @MethodSource("worldsOfErrors")
    void aFullPoolIsSaidAtOnce(World world) {
        try (Bench bench = Bench.in(directory, world)) {
            bench.list();
            long before = bench.device().history().count();

            assertThatThrownBy(() -> bench.create(ID, Capacity.ofGibibytes(16 * 1024)))
                    .isInstanceOf(Failure.NoSpace.class);

            assertThat(bench.device().history().count() - before)
                    .as("round trips")
                    .isEqualTo(1);
            assertThat(bench.files()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("worldsOfErrors")
    void anAddThatFailsHalfWayLeavesNothingBehind(World world) {
        try (Bench bench = Bench.in(directory, world)) {
            bench.device().faults().halfDoneAdd(HalfDone.FILE_ONLY);

            assertThatThrownBy(() -> bench.create("short-id", Capacity.ofGibibytes(1)))
                    .isInstanceOf(Failure.class);

            assertThat(bench.disks()).isEmpty();
            assertThat(bench.files()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("worldsOfErrors")
    void anAddUnderALongSlotThatFailsHalfWayIsDoneAgainUnderAShortOne(World world) {
        try (Bench bench = Bench.in(directory, world)) {
            bench.device().faults().halfDoneAdd(HalfDone.FILE_ONLY);

            assertThat(bench.create(ID, Capacity.ofGibibytes(1)).slot()).hasSize(32);

            assertThat(bench.disks()).hasSize(1);
            assertThat(bench.files()).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void nothingIsMadeOnAnUnmountedPool(World world) {
        try (Bench bench = Bench.in(directory, world)) {
            bench.device().faults().begin(Condition.POOL_UNMOUNTED);

            assertThatThrownBy(() -> bench.create(ID, Capacity.ofGibibytes(1)))
                    .isInstanceOf(Failure.Unavailable.class)
                    .hasMessageContaining("not mounted");

            bench.device().faults().reset();
            assertThat(bench.disks()).isEmpty();
            assertThat(bench.files()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void nothingIsMadeOrGrownWhileARaidMemberHasFailed(World world) {
        try (Bench bench = Bench.in(directory, world)) {
            bench.create(ID, Capacity.ofGibibytes(1));
            bench.device().faults().begin(Condition.RAID_MEMBER_FAILED);

            assertThatThrownBy(() -> bench.create("another", Capacity.ofGibibytes(1)))
                    .isInstanceOf(Failure.Unavailable.class);
            assertThatThrownBy(() -> bench.grow(ID, Capacity.ofGibibytes(2))).isInstanceOf(Failure.Unavailable.class);
            assertThat(bench.openExport(ID).exported())
                    .as("what exists keeps working")
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("worldsOfWrapping")
    void outputWrappedInMidTokenIsReadExactly(World world) {
        try (Bench bench = Bench.in(directory, world)) {
            String name = "sanity-" + "x".repeat(100);
            bench.create(name, new Capacity(1_610_612_736L));
            bench.create(ID, Capacity.ofGibibytes(1));

            assertThat(bench.list()).hasSize(2).anySatisfy(disk -> {
                assertThat(disk.volume().value()).isEqualTo(name);
                assertThat(disk.size().bytes()).isEqualTo(1_610_612_736L);
                assertThat(disk.path()).isEqualTo("/storage-pool/metal-csi/" + name + ".img");
            });
        }
    }
}
