package io.srvlab.csi.rds.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srvlab.csi.rds.fault.Bench;
import io.srvlab.csi.rds.fault.World;
import io.srvlab.csi.rds.simulator.rds.Unknown;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.CapacityRange;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeId;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A disk item that was removed while its image file stands. */
class LostDiskSimulatorTest {
    private static final String ID = "pvc-00000000-0000-4000-8000-000000000001";
    private static final String MARK = "rds-csi:bench:" + ID;
    private static final DiskSpec LOST = new DiskSpec(
            new VolumeId(ID), new CapacityRange(new Capacity(0), CapacityRange.UNLIMITED), Bench.BASE, 4420);
    private static final ExportTurn TURN = new ExportTurn(3, 4);

    @TempDir
    Path directory;

    static Stream<World> worlds() {
        return Stream.<Class<? extends Unknown>>of(Unknown.ExistingFile.class, Unknown.SlotLimit.class)
                .flatMap(World::newest);
    }

    private static Bench removed(Bench bench) {
        bench.create(ID, Capacity.ofGibibytes(3));
        String slot = bench.find(ID).slot();
        bench.device().markContent(slot, "somebody's data");
        bench.admin("/disk/remove [find slot=\"" + slot + "\"]");
        return bench;
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void comesBackOverItsFileAsItIs(World world) {
        try (Bench bench = removed(Bench.in(directory, world))) {
            Bench.wait(bench.rds().restore(LOST, TURN, false));
            Disk disk = Bench.wait(bench.rds().restore(LOST, TURN, false));

            assertThat(disk.size()).isEqualTo(Capacity.ofGibibytes(3));
            assertThat(disk.fresh()).isNull();
            assertThat(disk.exported()).isFalse();
            assertThat(bench.device().content(disk.slot())).isEqualTo("somebody's data");
            assertThat(bench.property(disk.slot(), "comment")).isEqualTo(MARK + ":gen-3");
            assertThat(bench.property(disk.slot(), "mount-filesystem")).isIn("false", "no");
            assertThat(bench.disks()).hasSize(1);
            assertThat(Bench.wait(bench.rds().openExport(LOST.volume(), TURN, ExportWish.OPEN))
                            .exported())
                    .isTrue();
        }
    }

    @Test
    void comesBackUnderANewNameWhereTheOldOneMayBeKnown() {
        try (Bench bench = removed(Bench.in(directory))) {
            Bench.wait(bench.rds().restore(LOST, TURN, true));
            Disk disk = Bench.wait(bench.rds().openExport(LOST.volume(), TURN, ExportWish.OPEN));
            assertThat(disk.nqn().value()).endsWith(ID + ".g000000000004");
        }
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void goesAgainWhenItsFileIsTooShort(World world) {
        CapacityRange more = new CapacityRange(Capacity.ofGibibytes(4), CapacityRange.UNLIMITED);
        DiskSpec longer = new DiskSpec(LOST.volume(), more, Bench.BASE, 4420);
        try (Bench bench = removed(Bench.in(directory, world))) {
            assertThatThrownBy(() -> Bench.wait(bench.rds().restore(longer, TURN, false)))
                    .isInstanceOf(Failure.Conflict.class)
                    .hasMessageContaining("shorter");
            assertThat(bench.disks()).isEmpty();
            Disk disk = Bench.wait(bench.rds().restore(LOST, TURN, false));
            assertThat(bench.device().content(disk.slot())).isEqualTo("somebody's data");
        }
    }

    @Test
    void isNotFoundWithoutItsFile() {
        try (Bench bench = removed(Bench.in(directory))) {
            bench.admin("/file/remove [find name=" + LOST.path().substring(1) + "]");
            assertThatThrownBy(() -> Bench.wait(bench.rds().restore(LOST, TURN, false)))
                    .isInstanceOf(Failure.NotFound.class);
            assertThat(bench.disks()).isEmpty();
        }
    }

    @Test
    void leavesAFileAloneThatAnotherDiskSitsOn() {
        try (Bench bench = removed(Bench.in(directory))) {
            bench.admin("/disk/add type=file file-path=" + LOST.path() + " slot=other mount-filesystem=no");
            String before = bench.everything();
            assertThatThrownBy(() -> Bench.wait(bench.rds().restore(LOST, TURN, false)))
                    .isInstanceOf(Failure.Conflict.class);
            assertThat(bench.everything()).isEqualTo(before);
        }
    }
}
