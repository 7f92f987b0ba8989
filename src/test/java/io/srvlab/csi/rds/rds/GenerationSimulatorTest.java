package io.srvlab.csi.rds.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srvlab.csi.rds.fault.Bench;
import io.srvlab.csi.rds.fault.World;
import io.srvlab.csi.rds.simulator.rds.HostConnection;
import io.srvlab.csi.rds.simulator.rds.Unknown;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.Generation;
import io.srvlab.csi.rds.volume.VolumeId;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compare and set of an export's generation, in the exec that changes the export. */
class GenerationSimulatorTest {
    private static final String ID = "pvc-00000000-0000-4000-8000-000000000001";
    private static final VolumeId VOLUME = new VolumeId(ID);
    private static final String MARK = "rds-csi:bench:" + ID;
    private static final String NQN = "nqn.2000-02.com.mikrotik:" + ID;
    private static final Capacity SIZE = Capacity.ofGibibytes(1);

    @TempDir
    Path directory;

    static Stream<World> worlds() {
        return Stream.<Class<? extends Unknown>>of(
                        Unknown.WrapPrint.class,
                        Unknown.CommentStyle.class,
                        Unknown.JsonTypes.class,
                        Unknown.AllowHost.class)
                .flatMap(World::newest);
    }

    private static Disk open(Bench bench, long expected, long next, String... hosts) {
        return Bench.wait(bench.rds()
                .openExport(VOLUME, new ExportTurn(expected, next), new ExportWish(List.of(hosts), false, false)));
    }

    private static void close(Bench bench, long expected, long next) {
        Bench.wait(bench.rds().closeExport(VOLUME, new ExportTurn(expected, next)));
    }

    private static void outdated(Runnable call, long onDevice) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        OutdatedGeneration.class,
                        outdated -> assertThat(outdated.onDevice()).isEqualTo(onDevice));
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void everyChangeLeavesItsNumberAndWhoeverComesLateIsTold(World world) {
        try (Bench bench = Bench.in(directory, world)) {
            Generation fresh = bench.create(ID, SIZE).fresh();

            assertThat(open(bench, 0, 1).generation()).isEqualTo(1);
            assertThat(bench.property(ID, "comment")).isEqualTo(MARK + ":fresh-" + fresh + ":gen-1");
            assertThat(open(bench, 0, 1).fresh()).as("repeated").isEqualTo(fresh);
            close(bench, 1, 2);
            close(bench, 1, 2);
            assertThat(bench.property(ID, "comment")).isEqualTo(MARK + ":gen-2");
            assertThat(bench.find(ID).exported()).isFalse();
            open(bench, 2, 10);

            outdated(() -> open(bench, 0, 1), 10);
            outdated(() -> close(bench, 1, 2), 10);
            outdated(() -> Bench.wait(bench.rds().delete(VOLUME, ExportTurn.at(1))), 10);
            assertThat(bench.find(ID).exported()).isTrue();
            assertThat(bench.property(ID, "comment")).isEqualTo(MARK + ":gen-10");
            Bench.wait(bench.rds().delete(VOLUME, ExportTurn.at(10)));
        }
    }

    @Test
    void anAdministratorsWordsStay() {
        try (Bench bench = Bench.in(directory)) {
            bench.create(ID, SIZE);
            close(bench, 0, 1);
            bench.admin("/disk/set [find slot=" + ID + "] comment=\"" + MARK + ":gen-1;bob's = own:gen-1; x\"");

            open(bench, 1, 12);
            close(bench, 12, 13);

            assertThat(bench.property(ID, "comment")).isEqualTo(MARK + ":gen-13;bob's = own:gen-1; x");
        }
    }

    @Test
    void everyChangeCostsOneRoundTrip() {
        try (Bench bench = Bench.in(directory)) {
            bench.create(ID, SIZE);
            assertThat(bench.roundTrips(() -> open(bench, 0, 1, "nqn.a"))).isEqualTo(1);
            assertThat(bench.roundTrips(() -> close(bench, 1, 2))).isEqualTo(1);
        }
    }

    @Test
    void anExportAdmitsExactlyWhomItIsOpenedFor() {
        try (Bench bench = Bench.in(directory, new World("7.24", switches(Unknown.AllowHost.ENFORCED_LIST), "json"))) {
            bench.create(ID, SIZE);
            assertThat(open(bench, 0, 1, "nqn.a").hosts()).containsExactly("nqn.a");
            HostConnection a =
                    bench.device().exports().connect("nqn.a", NQN, 4420).orElseThrow();
            assertThat(bench.device().exports().connect("nqn.b", NQN, 4420)).isEmpty();

            assertThat(open(bench, 1, 2, "nqn.a", "nqn.b").hosts()).containsExactly("nqn.a", "nqn.b");
            assertThat(a.isLive()).isTrue();

            Bench.wait(
                    bench.rds().openExport(VOLUME, new ExportTurn(2, 3), new ExportWish(List.of("nqn.b"), true, true)));
            assertThat(a.isLive()).isFalse();
            assertThat(bench.device().exports().connect("nqn.a", NQN, 4420)).isEmpty();
            assertThat(bench.device().exports().connect("nqn.b", NQN, 4420)).isPresent();
        }
    }

    static Stream<World> nqnChanges() {
        return World.newest(Unknown.NqnChange.class);
    }

    @ParameterizedTest
    @MethodSource("nqnChanges")
    void aRotatedExportComesBackUnderAFreshNqnOnlyOrIsLeftAlone(World world) {
        try (Bench bench = Bench.in(directory, world)) {
            bench.create(ID, SIZE);
            open(bench, 0, 1);
            if (world.switches().is(Unknown.NqnChange.REFUSED)) {
                assertThatThrownBy(() -> rotate(bench)).isInstanceOf(Failure.Conflict.class);
                assertThat(bench.find(ID).exported()).isTrue();
                assertThat(bench.find(ID).generation()).isEqualTo(1);
                return;
            }
            rotate(bench);
            rotate(bench);

            Disk back = open(bench, 2, 3);
            assertThat(back.nqn().value()).isEqualTo(NQN + ".g000000000002");
            assertThat(bench.device().exports().connect("nqn.a", NQN, 4420)).isEmpty();
            assertThat(bench.device().exports().connect("nqn.a", NQN + ".g000000000002", 4420))
                    .isPresent();
            assertThat(bench.list()).singleElement().isEqualTo(back);
            assertThat(bench.create(ID, SIZE).nqn()).isEqualTo(back.nqn());
            close(bench, 3, 4);
            assertThat(open(bench, 4, 5).nqn()).isEqualTo(back.nqn());
            Bench.wait(bench.rds().delete(VOLUME, ExportTurn.at(5)));
            assertThat(bench.disks()).isEmpty();
        }
    }

    private static void rotate(Bench bench) {
        Bench.wait(bench.rds().rotateExport(VOLUME, new ExportTurn(1, 2)));
    }

    private static io.srvlab.csi.rds.simulator.rds.Switches switches(Unknown value) {
        return io.srvlab.csi.rds.simulator.rds.Switches.defaults().with(value);
    }
}
