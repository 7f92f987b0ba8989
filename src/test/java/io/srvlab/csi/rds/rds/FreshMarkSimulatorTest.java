package io.srvlab.csi.rds.rds;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.fault.Bench;
import io.srvlab.csi.rds.fault.World;
import io.srvlab.csi.rds.simulator.rds.Unknown;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Generation;
import io.srvlab.csi.rds.volume.VolumeId;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The mark that nobody has used a volume: there from its making to its first release, and never on anything else. */
class FreshMarkSimulatorTest {
    private static final String ID = "pvc-00000000-0000-4000-8000-000000000001";
    private static final String MARK = "rds-csi:bench:" + ID;
    private static final Capacity SIZE = Capacity.ofGibibytes(3);

    @TempDir
    Path directory;

    static Stream<World> worlds() {
        return Stream.<Class<? extends Unknown>>of(
                        Unknown.WrapPrint.class, Unknown.CommentStyle.class, Unknown.JsonTypes.class)
                .flatMap(World::newest);
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void isThereFromTheMakingToTheFirstRelease(World world) {
        try (Bench bench = Bench.in(directory, world)) {
            Generation fresh = bench.create(ID, SIZE).fresh();
            assertThat(fresh).isNotNull();
            assertThat(bench.create(ID, SIZE).fresh()).as("made again").isEqualTo(fresh);
            assertThat(bench.openExport(ID).fresh()).isEqualTo(fresh);
            assertThat(bench.openExport(ID).fresh()).as("opened again").isEqualTo(fresh);

            bench.closeExport(ID);

            assertThat(bench.openExport(ID).fresh()).isNull();
            assertThat(bench.property(ID, "comment")).isEqualTo(MARK);
        }
    }

    @Test
    void goesInTheSameRoundTripAsTheExport() {
        try (Bench bench = Bench.in(directory)) {
            bench.create(ID, SIZE);
            bench.openExport(ID);
            assertThat(bench.roundTrips(() -> bench.closeExport(ID))).isEqualTo(1);
        }
    }

    @Test
    void goesWithoutAnAdministratorsWords() {
        try (Bench bench = Bench.in(directory)) {
            Generation fresh = bench.create(ID, SIZE).fresh();
            bench.openExport(ID);
            bench.admin("/disk/set [find slot=" + ID + "] comment=\"" + MARK + ":fresh-" + fresh + ";bob's = own; x\"");
            assertThat(bench.find(ID).fresh()).isEqualTo(fresh);

            bench.closeExport(ID);

            assertThat(bench.property(ID, "comment")).isEqualTo(MARK + ";bob's = own; x");
        }
    }

    @Test
    void goesWhenASecondNodeComes() {
        try (Bench bench = Bench.in(directory)) {
            bench.create(ID, SIZE);
            bench.openExport(ID);
            Disk shared = Bench.wait(
                    bench.rds().openExport(new VolumeId(ID), ExportTurn.at(0), new ExportWish(List.of(), true, false)));
            assertThat(shared.exported()).isTrue();
            assertThat(shared.fresh()).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void comesBackWhereAPersonWishesThatAUsedVolumeBeFormatted(World world) {
        try (Bench bench = Bench.in(directory, world)) {
            bench.create(ID, SIZE);
            bench.closeExport(ID);
            bench.admin("/disk/set [find slot=" + ID + "] comment=\"" + MARK + ";bob's = own; x\"");
            Generation wished = Generation.next();
            ExportWish wish = new ExportWish(List.of(), false, false, wished);
            ExportTurn turn = new ExportTurn(0, 1);
            assertThat(bench.roundTrips(() -> assertThat(
                                    Bench.wait(bench.rds().openExport(new VolumeId(ID), turn, wish))
                                            .fresh())
                            .isEqualTo(wished)))
                    .isEqualTo(1);
            Bench.wait(bench.rds().openExport(new VolumeId(ID), turn, wish));
            assertThat(bench.property(ID, "comment"))
                    .as("repeated")
                    .isEqualTo(MARK + ":fresh-" + wished + ":gen-1;bob's = own; x");

            Bench.wait(bench.rds().closeExport(new VolumeId(ID), new ExportTurn(1, 2)));

            assertThat(bench.property(ID, "comment")).isEqualTo(MARK + ":gen-2;bob's = own; x");
        }
    }

    @Test
    void isNewWithEachMaking() {
        try (Bench bench = Bench.in(directory)) {
            Generation first = bench.create(ID, SIZE).fresh();
            bench.delete(ID);
            assertThat(bench.create(ID, SIZE).fresh()).isNotNull().isNotEqualTo(first);
        }
    }

    @Test
    void isNotOnADiskOfAFileThatWasThereBefore() {
        try (Bench bench = Bench.in(directory)) {
            bench.admin("/file/add type=directory name=storage-pool/metal-csi");
            bench.admin("/disk/add type=file file-path=storage-pool/metal-csi/" + ID
                    + ".img file-size=3G slot=maker mount-filesystem=no");
            bench.admin("/disk/remove [find slot=maker]");
            assertThat(bench.create(ID, SIZE).fresh()).isNull();
        }
    }

    @Test
    void isNotOnAVolumeOfThePriorDriver() {
        try (Bench bench = Bench.in(directory)) {
            bench.admin("/file/add type=directory name=storage-pool/metal-csi");
            bench.admin("/disk/add type=file file-path=" + Bench.BASE + "/" + ID + ".img file-size=3G slot=" + ID
                    + " mount-filesystem=no nvme-tcp-export=yes nvme-tcp-server-nqn=nqn.2000-02.com.mikrotik:" + ID);
            assertThat(bench.openExport(ID).fresh()).isNull();
            assertThat(bench.create(ID, SIZE).fresh()).isNull();
        }
    }
}
