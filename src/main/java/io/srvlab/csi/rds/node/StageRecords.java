package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.Nqn;
import io.srvlab.csi.rds.volume.VolumeId;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * One small file per staged volume, below kubelet's plugin directory so that it survives the driver's pod. A file is replaced
 * in one step and forced to the disk: after a crash there is the old record or the new one.
 */
public final class StageRecords {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final String SUFFIX = ".properties";

    private final Path directory;
    private final Scheduler host;

    public StageRecords(Path directory, Scheduler host) {
        this.directory = directory;
        this.host = host;
    }

    Mono<Optional<StageRecord>> find(VolumeId volume) {
        return on("read", volume, () -> read(volume));
    }

    Mono<Void> save(StageRecord record) {
        return on("write", record.volume(), () -> write(record)).then();
    }

    /** A record that is not there is success. */
    Mono<Void> remove(VolumeId volume) {
        return on("remove", volume, () -> delete(volume)).then();
    }

    /** Whether a volume of that name is staged; waits for the disk. */
    boolean knows(String volume) {
        return Files.exists(directory.resolve(volume + SUFFIX));
    }

    private Optional<StageRecord> read(VolumeId volume) throws IOException {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(Files.readString(file(volume))));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
        return Optional.of(new StageRecord(
                volume,
                new Nqn(properties.getProperty("nqn", "")),
                Boolean.parseBoolean(properties.getProperty("block")),
                Path.of(properties.getProperty("stagingPath", "")),
                deviceNodes(properties)));
    }

    private static List<Path> deviceNodes(Properties properties) {
        return IntStream.iterate(0, n -> n + 1)
                .mapToObj(n -> properties.getProperty("deviceNode." + n, ""))
                .takeWhile(path -> !path.isEmpty())
                .map(Path::of)
                .toList();
    }

    private Path write(StageRecord record) throws IOException {
        Files.createDirectories(directory);
        Path file = file(record.volume());
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        try (FileChannel channel = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text(record).getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        return force();
    }

    private static String text(StageRecord record) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("nqn", record.nqn().value());
        properties.setProperty("block", String.valueOf(record.block()));
        properties.setProperty("stagingPath", record.stagingPath().toString());
        List<Path> nodes = record.deviceNodes();
        IntStream.range(0, nodes.size())
                .forEach(n ->
                        properties.setProperty("deviceNode." + n, nodes.get(n).toString()));
        StringWriter text = new StringWriter();
        properties.store(text, "volume " + record.volume() + ", staged by the RDS CSI driver");
        return text.toString();
    }

    private Path delete(VolumeId volume) throws IOException {
        return Files.deleteIfExists(file(volume)) ? force() : directory;
    }

    /** A rename is durable once the directory is. */
    private Path force() throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
        return directory;
    }

    private Path file(VolumeId volume) {
        return directory.resolve(volume.value() + SUFFIX);
    }

    private <T> Mono<T> on(String what, VolumeId volume, Callable<T> work) {
        return Mono.fromCallable(work)
                .subscribeOn(host)
                .timeout(DEADLINE)
                .onErrorMap(IOException.class, fault -> failed(what, volume, fault))
                .onErrorMap(TimeoutException.class, fault -> failed(what, volume, fault));
    }

    private Failure failed(String what, VolumeId volume, Throwable fault) {
        return new Failure.Unavailable(
                "cannot " + what + " the stage record of " + volume + ": " + fault, "see " + directory, fault);
    }
}
