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
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Volumes that the prior driver made are ours; what somebody else made is not, whatever it looks like. */
class PriorVolumeSimulatorTest {
    private static final String ID = "pvc-ccdecfad-a8bf-572e-9120-464c4d99f12f";
    private static final Capacity SIZE = Capacity.ofGibibytes(50);

    @TempDir
    Path directory;

    record Call(String name, Consumer<Bench> make) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Call> calls() {
        return Stream.of(
                new Call("create", bench -> bench.create(ID, SIZE)),
                new Call("delete", bench -> bench.delete(ID)),
                new Call("grow", bench -> bench.grow(ID, Capacity.ofGibibytes(60))),
                new Call("openExport", bench -> bench.openExport(ID)),
                new Call("closeExport", bench -> bench.closeExport(ID)),
                new Call("find", bench -> bench.find(ID)));
    }

    /** Disks in the volume's slot that are somebody else's. */
    static Stream<Arguments> callsOnWhatIsNotOurs() {
        String path = Bench.BASE + "/" + ID + ".img";
        String others = priorCommand(path) + " comment=rds-csi:other-cluster:" + ID;
        String unreadable = priorCommand(path) + " comment=rds-csi:bench";
        String elsewhere = priorCommand("/storage-pool/iso/" + ID + ".img");
        String underOtherNqn = priorCommand(path).replace("mikrotik:", "mikrotik:vm-");
        return Stream.of(others, unreadable, elsewhere, underOtherNqn)
                .flatMap(command -> calls().map(call -> Arguments.of(call, command)));
    }

    static Stream<Arguments> layoutsInEveryWorld() {
        List<Class<? extends Unknown>> touched = List.of(
                Unknown.CommentStyle.class,
                Unknown.JsonTypes.class,
                Unknown.Legend.class,
                Unknown.WrapPrint.class,
                Unknown.WrapStyle.class,
                Unknown.FileInUse.class,
                Unknown.NqnChange.class);
        return Stream.of(Bench.BASE, Bench.BASE + "/volumes")
                .flatMap(layout ->
                        World.worlds(touched).filter(World::makesVolumes).map(world -> Arguments.of(layout, world)));
    }

    @ParameterizedTest
    @MethodSource("layoutsInEveryWorld")
    void aPriorVolumeIsListedPublishedExpandedAndDeleted(String layout, World world) {
        try (Bench bench = Bench.in(directory, world)) {
            makePriorVolume(bench, layout);
            assertThat(bench.list())
                    .singleElement()
                    .satisfies(disk -> assertThat(disk.path()).isEqualTo(layout + "/" + ID + ".img"))
                    .satisfies(disk -> assertThat(disk.size()).isEqualTo(SIZE));

            Disk published = bench.openExport(ID);
            assertThat(published.exported()).isTrue();
            assertThat(published.nqn().value()).isEqualTo("nqn.2000-02.com.mikrotik:" + ID);
            assertThat(bench.grow(ID, Capacity.ofGibibytes(60)).size()).isEqualTo(Capacity.ofGibibytes(60));
            bench.closeExport(ID);
            assertThat(bench.find(ID).exported()).isFalse();
            bench.delete(ID);

            assertThat(bench.disks()).isEmpty();
            assertThat(bench.files()).isEmpty();
            assertThat(bench.device().violations()).isEmpty();
        }
    }

    @Test
    void publishingWritesOurMarkBeforeAnAdministratorsOwnWords() {
        try (Bench bench = withPriorVolume(Bench.BASE)) {
            bench.admin("/disk/set [find slot=" + ID + "] comment=\"bob's = disabled; ask first\"");
            bench.device().markFilesystem(ID, "ext4");
            bench.device().forgetViolations();

            bench.openExport(ID);

            assertThat(bench.property(ID, "comment")).isEqualTo("rds-csi:bench:" + ID + ";bob's = disabled; ask first");
            assertThat(bench.property(ID, "mount-filesystem")).isIn("no", "false");
            assertThat(bench.device().violations()).isEmpty();
            assertThat(bench.find(ID).exported()).isTrue();
        }
    }

    @Test
    void aPriorVolumeStaysOursWhenItsExportIsSwitchedOffFirst() {
        try (Bench bench = withPriorVolume(Bench.BASE)) {
            bench.closeExport(ID);

            assertThat(bench.find(ID).exported()).isFalse();
            assertThat(bench.openExport(ID).exported()).isTrue();
        }
    }

    @Test
    void aPriorVolumeStaysOursWhenItsRemovalIsRefused() {
        try (Bench bench = withPriorVolume(Bench.BASE)) {
            bench.device().faults().rejectNext("/disk/remove", "failure: disk is in use");

            assertThatThrownBy(() -> bench.delete(ID)).isInstanceOf(Failure.Conflict.class);
            bench.delete(ID);

            assertThat(bench.files()).isEmpty();
        }
    }

    @Test
    void aPriorVolumeIsWhatCreateFinds() {
        try (Bench bench = withPriorVolume(Bench.BASE)) {
            assertThat(bench.create(ID, SIZE).slot()).isEqualTo(ID);
            assertThat(bench.disks()).hasSize(1);
            assertThatThrownBy(() -> bench.create(ID, Capacity.ofGibibytes(60)))
                    .isInstanceOf(Failure.AlreadyExists.class);
        }
    }

    @ParameterizedTest
    @MethodSource("callsOnWhatIsNotOurs")
    void whatIsNotProvablyOursIsAConflictAndTouchedByNothing(Call call, String command) {
        try (Bench bench = Bench.in(directory)) {
            bench.admin("/file/add type=directory name=storage-pool/metal-csi");
            bench.admin(command);
            String before = bench.everything();

            assertThatThrownBy(() -> call.make().accept(bench))
                    .isInstanceOf(Failure.Conflict.class)
                    .hasMessageContaining(ID);

            assertThat(bench.everything()).isEqualTo(before);
            assertThat(bench.list()).isEmpty();
        }
    }

    private Bench withPriorVolume(String layout) {
        Bench bench = Bench.in(directory);
        makePriorVolume(bench, layout);
        return bench;
    }

    private static void makePriorVolume(Bench bench, String layout) {
        bench.admin("/file/add type=directory name=" + layout.substring(1));
        bench.admin(priorCommand(layout + "/" + ID + ".img"));
    }

    /** The prior driver's command, to the letter. */
    private static String priorCommand(String path) {
        return "/disk add type=file file-path=" + path + " file-size=50G slot=" + ID
                + " nvme-tcp-export=yes nvme-tcp-server-port=4420 nvme-tcp-server-nqn=nqn.2000-02.com.mikrotik:" + ID;
    }
}
