package io.srvlab.csi.rds.rds;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.fault.Bench;
import io.srvlab.csi.rds.volume.Capacity;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A size is sent in bytes and is what the device then has, to the byte. */
class SizesSimulatorTest {
    private static final long SMALLEST = 1L << 20;
    private static final long LARGEST = 30L << 30;

    @TempDir
    Path directory;

    @Test
    void oneAndAHalfGibibytesAreNotOne() {
        try (Bench bench = Bench.in(directory)) {
            assertThat(bench.create("one-and-a-half", new Capacity(1_610_612_736L))
                            .size())
                    .isEqualTo(new Capacity(1_610_612_736L));

            assertThat(bench.property("one-and-a-half", "size")).isEqualTo("1610612736");
            assertThat(bench.device().image("one-and-a-half")).hasSize(1_610_612_736L);
        }
    }

    /** A thousand in all, on devices that stay small enough to be quick. */
    @RepeatedTest(5)
    void sizesComeBackAsTheyWereAskedFor() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, Long> wanted = IntStream.range(0, 200)
                .mapToObj(n -> "size-" + n)
                .collect(Collectors.toMap(Function.identity(), id -> random.nextLong(SMALLEST, LARGEST)));
        try (Bench bench = Bench.in(directory)) {
            Map<String, Long> answered = sizes(bench.createAll(wanted.entrySet().stream()
                    .map(size -> bench.rds().create(Bench.spec(size.getKey(), new Capacity(size.getValue()))))
                    .toList()));

            assertThat(answered).as("answers, seed %d", seed).isEqualTo(wanted);
            assertThat(sizes(bench.list())).as("list, seed %d", seed).isEqualTo(wanted);
        }
    }

    private static Map<String, Long> sizes(List<Disk> disks) {
        return disks.stream()
                .collect(Collectors.toMap(
                        disk -> disk.volume().value(), disk -> disk.size().bytes()));
    }
}
