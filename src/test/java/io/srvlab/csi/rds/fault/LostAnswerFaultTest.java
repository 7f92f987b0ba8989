package io.srvlab.csi.rds.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.simulator.rds.Unknown;
import io.srvlab.csi.rds.volume.Capacity;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The command ran and its answer was lost: the call, which repeats it, ends with exactly one disk and one file, or none. */
class LostAnswerFaultTest {
    private static final String ID = "pvc-00000000-0000-4000-8000-000000000001";

    @TempDir
    Path directory;

    static Stream<World> worlds() {
        return World.worlds(List.of(
                Unknown.SlotLimit.class,
                Unknown.ExistingFile.class,
                Unknown.MissingDirectory.class,
                Unknown.Allocation.class,
                Unknown.ErrorTexts.class,
                Unknown.ExitStatus.class,
                Unknown.ErrorStream.class,
                Unknown.JsonTypes.class,
                Unknown.EmptyResult.class,
                Unknown.WrapPut.class,
                Unknown.WrapPrint.class,
                Unknown.WrapStyle.class,
                Unknown.CommentStyle.class));
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void createEndsWithExactlyOneDiskAndOneFile(World world) throws Throwable {
        try (Bench bench = Bench.in(directory, world)) {
            bench.device().faults().loseAnswerNext("/disk/add");

            world.from21(() -> bench.create(ID, Capacity.ofGibibytes(1)));

            assertThat(bench.disks()).as("disks").hasSize(world.makesVolumes() ? 1 : 0);
            assertThat(bench.files()).as("files").hasSize(world.makesVolumes() ? 1 : 0);
            assertThat(bench.device().violations()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void deleteEndsWithNone(World world) throws Throwable {
        try (Bench bench = Bench.in(directory, world)) {
            bench.have(world, ID, Capacity.ofGibibytes(1));
            bench.device().faults().loseAnswerNext("/disk/remove");

            world.from17(() -> bench.delete(ID));

            assertThat(bench.disks()).as("disks").hasSize(world.hasFileDisks() ? 0 : 1);
            assertThat(bench.files()).as("files").hasSize(world.hasFileDisks() ? 0 : 1);
            assertThat(bench.device().violations()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void expandEndsWithOneDiskOfTheNewSize(World world) throws Throwable {
        try (Bench bench = Bench.in(directory, world)) {
            bench.have(world, ID, Capacity.ofGibibytes(1));
            bench.device().faults().loseAnswerNext("file-size");

            world.from21(() ->
                    assertThat(bench.grow(ID, Capacity.ofGibibytes(3)).size()).isEqualTo(Capacity.ofGibibytes(3)));

            if (!world.makesVolumes()) {
                world.from17(() -> assertThat(bench.find(ID).size()).isEqualTo(Capacity.ofGibibytes(1)));
            }
            assertThat(bench.disks()).as("disks").hasSize(1);
            assertThat(bench.files()).as("files").hasSize(1);
        }
    }
}
