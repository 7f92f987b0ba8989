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
    void createEndsWithExactlyOneDiskAndOneFile(World world) {
        try (Bench bench = Bench.in(directory, world)) {
            bench.device().faults().loseAnswerNext("/disk/add");

            bench.create("pvc-00000000-0000-4000-8000-000000000001", Capacity.ofGibibytes(1));

            assertThat(bench.disks()).as("disks").hasSize(1);
            assertThat(bench.files()).as("files").hasSize(1);
            assertThat(bench.device().violations()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void deleteEndsWithNone(World world) {
        try (Bench bench = Bench.in(directory, world)) {
            bench.create("pvc-00000000-0000-4000-8000-000000000002", Capacity.ofGibibytes(1));
            bench.device().faults().loseAnswerNext("/disk/remove");

            bench.delete("pvc-00000000-0000-4000-8000-000000000002");

            assertThat(bench.disks()).as("disks").isEmpty();
            assertThat(bench.files()).as("files").isEmpty();
            assertThat(bench.device().violations()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void expandEndsWithOneDiskOfTheNewSize(World world) {
        try (Bench bench = Bench.in(directory, world)) {
            bench.create("pvc-00000000-0000-4000-8000-000000000003", Capacity.ofGibibytes(1));
            bench.device().faults().loseAnswerNext("file-size");

            var grown = bench.grow("pvc-00000000-0000-4000-8000-000000000003", Capacity.ofGibibytes(3));

            assertThat(grown.size()).isEqualTo(Capacity.ofGibibytes(3));
            assertThat(bench.disks()).as("disks").hasSize(1);
            assertThat(bench.files()).as("files").hasSize(1);
        }
    }
}
