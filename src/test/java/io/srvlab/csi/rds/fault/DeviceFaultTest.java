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
    void aFindThatMatchesNothingIsNeverTakenForDone(World world) throws Throwable {
        try (Bench bench = Bench.in(directory, world)) {
            world.failsFrom21(() -> bench.grow(ID, Capacity.ofGibibytes(2)), Failure.NotFound.class, ID);
            world.failsFrom21(() -> bench.openExport(ID), Failure.NotFound.class, ID);
            world.from17(() -> bench.closeExport(ID));
            world.from17(() -> bench.delete(ID));
        }
    }

    @ParameterizedTest
    @MethodSource("worldsOfErrors")
    void aFullPoolIsSaidAtOnce(World world) throws Throwable {
        try (Bench bench = Bench.in(directory, world)) {
            world.from17(bench::list);
            long before = bench.device().history().count();

            world.failsFrom21(
                    () -> bench.create(ID, Capacity.ofGibibytes(16 * 1024)), Failure.NoSpace.class, "storage-pool");

            assertThat(bench.device().history().count() - before)
                    .as("round trips")
                    .isEqualTo(1);
            assertThat(bench.files()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("worldsOfErrors")
    void anAddThatFailsHalfWayLeavesNothingBehind(World world) throws Throwable {
        try (Bench bench = Bench.in(directory, world)) {
            bench.device().faults().halfDoneAdd(HalfDone.FILE_ONLY);

            world.failsFrom21(() -> bench.create("short-id", Capacity.ofGibibytes(1)), Failure.class, "short-id");

            assertThat(bench.disks()).isEmpty();
            assertThat(bench.files()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("worldsOfErrors")
    void anAddUnderALongSlotThatFailsHalfWayIsDoneAgainUnderAShortOne(World world) throws Throwable {
        try (Bench bench = Bench.in(directory, world)) {
            bench.device().faults().halfDoneAdd(HalfDone.FILE_ONLY);

            world.from21(() ->
                    assertThat(bench.create(ID, Capacity.ofGibibytes(1)).slot()).hasSize(32));

            assertThat(bench.disks()).hasSize(world.makesVolumes() ? 1 : 0);
            assertThat(bench.files()).hasSize(world.makesVolumes() ? 1 : 0);
        }
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void nothingIsMadeOnAnUnmountedPool(World world) throws Throwable {
        try (Bench bench = Bench.in(directory, world)) {
            bench.device().faults().begin(Condition.POOL_UNMOUNTED);

            world.failsFrom21(
                    () -> bench.create(ID, Capacity.ofGibibytes(1)), Failure.Unavailable.class, "not mounted");

            bench.device().faults().reset();
            assertThat(bench.disks()).isEmpty();
            assertThat(bench.files()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void nothingIsMadeOrGrownWhileARaidMemberHasFailed(World world) throws Throwable {
        try (Bench bench = Bench.in(directory, world)) {
            bench.have(world, ID, Capacity.ofGibibytes(1));
            bench.device().faults().begin(Condition.RAID_MEMBER_FAILED);

            world.failsFrom21(
                    () -> bench.create("another", Capacity.ofGibibytes(1)), Failure.Unavailable.class, "RAID");
            world.failsFrom21(() -> bench.grow(ID, Capacity.ofGibibytes(2)), Failure.Unavailable.class, "RAID");
            world.from21(() -> assertThat(bench.openExport(ID).exported())
                    .as("what exists keeps working")
                    .isTrue());
            world.from17(() -> assertThat(bench.find(ID).size()).isEqualTo(Capacity.ofGibibytes(1)));
        }
    }

    @ParameterizedTest
    @MethodSource("worldsOfWrapping")
    void outputWrappedInMidTokenIsReadExactly(World world) throws Throwable {
        try (Bench bench = Bench.in(directory, world)) {
            String name = "sanity-" + "x".repeat(100);
            bench.have(world, name, new Capacity(1_610_612_736L));
            bench.have(world, ID, Capacity.ofGibibytes(1));

            world.from17(() -> assertThat(bench.list()).hasSize(2).anySatisfy(disk -> {
                assertThat(disk.volume().value()).isEqualTo(name);
                assertThat(disk.size().bytes()).isEqualTo(1_610_612_736L);
                assertThat(disk.path()).isEqualTo("/storage-pool/metal-csi/" + name + ".img");
            }));
        }
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void aUserWhoLostTheRightToWriteIsToldWhichPoliciesItNeeds(World world) throws Throwable {
        String needed = "policies ssh, read, write and test";
        try (Bench bench = Bench.in(directory, world)) {
            bench.have(world, ID, Capacity.ofGibibytes(1));
            String before = bench.everything();
            bench.device().faults().takeAwayPolicy("write");

            world.failsFrom21(() -> bench.create("another", Capacity.ofGibibytes(1)), Failure.Conflict.class, needed);
            world.failsFrom21(() -> bench.grow(ID, Capacity.ofGibibytes(2)), Failure.Conflict.class, needed);
            world.failsFrom21(() -> bench.openExport(ID), Failure.Conflict.class, needed);
            if (world.hasFileDisks()) {
                assertThatThrownBy(() -> bench.delete(ID))
                        .isInstanceOf(Failure.Conflict.class)
                        .hasMessageContaining(needed);
            }
            world.from17(() -> assertThat(bench.list()).hasSize(1));
            assertThat(bench.everything()).isEqualTo(before);
        }
    }
}
