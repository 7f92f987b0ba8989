package io.srvlab.csi.rds.mount;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import reactor.core.scheduler.Schedulers;

/** One look at a table of mounts that is large, as on a node that a mount storm has met, beside the usual way to parse it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MountTableBenchmark {
    private static final String WANTED = "/var/lib/kubelet/pods/7/volumes/kubernetes.io~csi/pvc-7/mount";

    @Param({"1000", "10000", "100000"})
    public int lines;

    private Path mountinfo;
    private MountTable table;

    @Setup(Level.Trial)
    public void write() throws IOException {
        mountinfo = Files.createTempFile("mountinfo", "");
        List<String> written = new ArrayList<>(lines);
        for (int i = 0; i < lines; i++) {
            written.add(i + 30 + " 29 253:" + i % 256 + " / " + WANTED.replace("7", Integer.toString(i))
                    + " rw,relatime shared:" + i + " - ext4 /dev/mapper/rds-csi-" + i % 256 + " rw,stripe=16");
        }
        Files.write(mountinfo, written);
        table = new MountTable(mountinfo, Schedulers.immediate(), Duration.ofSeconds(10));
    }

    @TearDown(Level.Trial)
    public void remove() throws IOException {
        Files.delete(mountinfo);
    }

    @Benchmark
    public Optional<MountPoint> onePath() {
        return table.at(Path.of(WANTED)).block();
    }

    @Benchmark
    public List<MountPoint> oneDevice() {
        return table.of("253:7").block();
    }

    /** Every line a string, every field a string. */
    @Benchmark
    public String[] split() throws IOException {
        String[] found = {};
        for (String line : Files.readAllLines(mountinfo)) {
            String[] fields = line.split(" ");
            if (fields[4].equals(WANTED)) {
                found = fields;
            }
        }
        return found;
    }
}
