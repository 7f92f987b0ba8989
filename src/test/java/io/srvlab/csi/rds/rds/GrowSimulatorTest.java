package io.srvlab.csi.rds.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srvlab.csi.rds.fault.Bench;
import io.srvlab.csi.rds.fault.World;
import io.srvlab.csi.rds.simulator.rds.HostConnection;
import io.srvlab.csi.rds.simulator.rds.Unknown;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.CapacityRange;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeId;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The three ways of growing a volume that a node uses. */
class GrowSimulatorTest {
    private static final String ID = "pvc-00000000-0000-4000-8000-000000000001";
    private static final Capacity SIZE = Capacity.ofGibibytes(1);
    private static final Capacity LARGER = Capacity.ofGibibytes(2);
    private static final PublishedAt PUBLISHED = new PublishedAt(true, 0);
    private static final PublishedAt IMPATIENT = new PublishedAt(true, true, 0);
    private static final String OFF = "nvme-tcp-export=\"no\"";
    private static final String ON = "nvme-tcp-export=\"yes\"";

    @TempDir
    Path directory;

    static Stream<World> worlds() {
        return World.newest(Unknown.GrowVisible.class);
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void inPlaceTheConnectionStays(World world) {
        try (Bench bench = published(world, StorageSettings.Grow.IN_PLACE)) {
            HostConnection host = connect(bench);

            assertThat(growPublished(bench, LARGER).size()).isEqualTo(LARGER);

            assertThat(host.isLive()).isTrue();
            assertThat(bench.find(ID).exported()).isTrue();
            assertThat(lastLine(bench)).doesNotContain(OFF, ON);
        }
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void byReExportTheHostSeesTheNewSizeWhenItComesBack(World world) {
        try (Bench bench = published(world, StorageSettings.Grow.RE_EXPORT)) {
            HostConnection host = connect(bench);

            Disk grown = growPublished(bench, LARGER);

            assertThat(lastLine(bench)).containsSubsequence(OFF, "file-size=", ON);
            assertThat(grown.exported()).isTrue();
            assertThat(host.isLive()).isFalse();
            assertThat(connect(bench).export().size()).isEqualTo(LARGER.bytes());
        }
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void byReExportARefusedGrowthLeavesTheVolumeExported(World world) {
        try (Bench bench = published(world, StorageSettings.Grow.RE_EXPORT)) {
            bench.device().faults().rejectNext("/disk/set.*file-size", "failure: not enough space");

            assertThatThrownBy(() -> growPublished(bench, LARGER)).isInstanceOf(Failure.NoSpace.class);

            assertThat(bench.find(ID).exported()).isTrue();
            assertThat(bench.find(ID).size()).isEqualTo(SIZE);
        }
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void byReExportAnExportThatGotStuckIsOpenedByTheNextAttempt(World world) {
        try (Bench bench = published(world, StorageSettings.Grow.RE_EXPORT)) {
            bench.admin("/disk/set [find slot=" + ID + "] nvme-tcp-export=no file-size=2G");

            assertThat(growPublished(bench, LARGER).exported()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void anUnpublishedVolumeStaysUnexported(World world) {
        try (Bench bench = Bench.in(directory, world, StorageSettings.Grow.RE_EXPORT)) {
            bench.create(ID, SIZE);

            assertThat(bench.grow(ID, LARGER).exported()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void offlineAPublishedVolumeIsRefusedUntilItIsNot(World world) {
        try (Bench bench = published(world, StorageSettings.Grow.OFFLINE)) {
            assertThatThrownBy(() -> growPublished(bench, LARGER))
                    .isInstanceOf(Failure.Conflict.class)
                    .hasMessageContaining("offline");
            assertThat(bench.find(ID).size()).isEqualTo(SIZE);
            assertThat(growPublished(bench, SIZE).size())
                    .as("large enough already")
                    .isEqualTo(SIZE);

            bench.closeExport(ID);
            assertThat(bench.grow(ID, LARGER).size()).isEqualTo(LARGER);
        }
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void byReExportAVolumeWhoseWritesWouldFailMeanwhileIsRefused(World world) {
        try (Bench bench = published(world, StorageSettings.Grow.RE_EXPORT)) {
            assertThatThrownBy(() -> growPublished(bench, LARGER, IMPATIENT))
                    .isInstanceOf(Failure.Conflict.class)
                    .hasMessageContaining("fastIoFailTmo");
            assertThat(bench.find(ID).size()).isEqualTo(SIZE);
            assertThat(bench.find(ID).exported()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void inPlaceItGrowsAsAnyOther(World world) {
        try (Bench bench = published(world, StorageSettings.Grow.IN_PLACE)) {
            assertThat(growPublished(bench, LARGER, IMPATIENT).size()).isEqualTo(LARGER);
        }
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void nothingEverShrinks(World world) {
        try (Bench bench = published(world, StorageSettings.Grow.IN_PLACE)) {
            assertThat(growPublished(bench, Capacity.ofMebibytes(1)).size()).isEqualTo(SIZE);
            assertThatThrownBy(() -> Bench.wait(bench.rds()
                            .grow(
                                    new VolumeId(ID),
                                    new CapacityRange(Capacity.ofMebibytes(1), Capacity.ofMebibytes(2)),
                                    PUBLISHED)))
                    .isInstanceOf(Failure.OutOfRange.class);
        }
    }

    private Bench published(World world, StorageSettings.Grow grow) {
        Bench bench = Bench.in(directory, world, grow);
        bench.create(ID, SIZE);
        bench.openExport(ID);
        return bench;
    }

    private static Disk growPublished(Bench bench, Capacity size) {
        return growPublished(bench, size, PUBLISHED);
    }

    private static Disk growPublished(Bench bench, Capacity size, PublishedAt how) {
        return Bench.wait(bench.rds().grow(new VolumeId(ID), new CapacityRange(size, CapacityRange.UNLIMITED), how));
    }

    private static HostConnection connect(Bench bench) {
        return bench.device()
                .exports()
                .connect("nqn.host", "nqn.2000-02.com.mikrotik:" + ID, 4420)
                .orElseThrow();
    }

    private static String lastLine(Bench bench) {
        return bench.device().history().executions().getLast().line();
    }
}
