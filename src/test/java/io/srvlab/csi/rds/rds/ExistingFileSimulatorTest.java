package io.srvlab.csi.rds.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srvlab.csi.rds.fault.Bench;
import io.srvlab.csi.rds.fault.World;
import io.srvlab.csi.rds.simulator.rds.Unknown;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A file without a disk where the volume's image is to be: the rest of an earlier attempt, or somebody's data. */
class ExistingFileSimulatorTest {
    private static final String ID = "pvc-00000000-0000-4000-8000-000000000001";
    private static final String FILE = "storage-pool/metal-csi/" + ID + ".img";

    @TempDir
    Path directory;

    static Stream<World> worlds() {
        return World.newest(Unknown.ExistingFile.class);
    }

    static Stream<Arguments> otherSizesInEveryWorld() {
        return worlds().flatMap(world -> Stream.of(1L << 20, 2L << 30, (3L << 30) + 1, 4L << 30)
                .map(size -> Arguments.of(new Capacity(size), world)));
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void oneOfExactlyTheSizeIsAdoptedAsItIs(World world) {
        try (Bench bench = withFile(world)) {
            assertThat(bench.create(ID, Capacity.ofGibibytes(3)).size()).isEqualTo(Capacity.ofGibibytes(3));

            assertThat(bench.device().content(ID)).isEqualTo("somebody's data");
            assertThat(bench.disks()).hasSize(1);
            assertThat(bench.files()).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("otherSizesInEveryWorld")
    void oneOfAnotherSizeIsRefusedAndStaysAsItWas(Capacity asked, World world) {
        try (Bench bench = withFile(world)) {
            String before = bench.everything();

            assertThatThrownBy(() -> bench.create(ID, asked)).isInstanceOf(Failure.AlreadyExists.class);

            assertThat(bench.everything()).isEqualTo(before);
            bench.admin("/disk/add type=file file-path=" + FILE + " slot=look mount-filesystem=no");
            assertThat(bench.device().content("look")).isEqualTo("somebody's data");
        }
    }

    private Bench withFile(World world) {
        Bench bench = Bench.in(directory, world);
        bench.admin("/file/add type=directory name=storage-pool/metal-csi");
        bench.admin("/disk/add type=file file-path=" + FILE + " file-size=3G slot=maker mount-filesystem=no");
        bench.device().markContent("maker", "somebody's data");
        bench.admin("/disk/remove [find slot=maker]");
        return bench;
    }
}
