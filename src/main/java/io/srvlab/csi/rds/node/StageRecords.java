package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
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
    private final ReentrantLock lock = new ReentrantLock();

    public StageRecords(Path directory, Scheduler host) {
        this.directory = directory;
        this.host = host;
    }

    Mono<Optional<StageRecord>> find(VolumeId volume) {
        return on("read", volume, () -> read(volume));
    }

    Mono<Void> save(StageRecord record) {
        return on("write", record.volume(), () -> alone(() -> write(record))).then();
    }

    Mono<List<StageRecord>> all() {
        return on("read", "all volumes", this::readAll);
    }

    /** Changes what is there now, whoever else has changed it since it was read; empty when there is none. */
    Mono<StageRecord> update(VolumeId volume, UnaryOperator<StageRecord> change) {
        return on("write", volume, () -> alone(() -> change(volume, change))).flatMap(Mono::justOrEmpty);
    }

    /** A record that is not there is success. */
    Mono<Void> remove(VolumeId volume) {
        return on("remove", volume, () -> alone(() -> delete(volume))).then();
    }

    /** Whether a volume of that name is staged; waits for the disk. */
    boolean knows(String volume) {
        return Files.exists(directory.resolve(volume + SUFFIX));
    }

    private Optional<StageRecord> read(VolumeId volume) throws IOException {
        try {
            return Optional.of(StageRecordText.parse(volume, Files.readString(file(volume))));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    private List<StageRecord> readAll() throws IOException {
        List<StageRecord> records = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                read(new VolumeId(name.substring(0, name.length() - SUFFIX.length())))
                        .ifPresent(records::add);
            }
        } catch (NoSuchFileException none) {
            return List.of();
        }
        return records;
    }

    private Optional<StageRecord> change(VolumeId volume, UnaryOperator<StageRecord> change) throws IOException {
        Optional<StageRecord> record = read(volume);
        Optional<StageRecord> changed = record.map(change);
        if (changed.isPresent() && !changed.equals(record)) {
            write(changed.get());
        }
        return changed;
    }

    private Path write(StageRecord record) throws IOException {
        Path file = file(record.volume());
        new DurableFile(file).replace(StageRecordText.of(record));
        return file;
    }

    private Path delete(VolumeId volume) throws IOException {
        Path file = file(volume);
        new DurableFile(file).remove();
        return file;
    }

    private Path file(VolumeId volume) {
        return directory.resolve(volume.value() + SUFFIX);
    }

    private <T> Mono<T> on(String what, Object volume, Callable<T> work) {
        return Mono.fromCallable(work)
                .subscribeOn(host)
                .timeout(DEADLINE)
                .onErrorMap(IOException.class, fault -> failed(what, volume, fault))
                .onErrorMap(TimeoutException.class, fault -> failed(what, volume, fault));
    }

    /** One writer at a time; nobody waits for ever behind one whose disk hangs. */
    private <T> T alone(Callable<T> work) throws Exception {
        if (!lock.tryLock(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new TimeoutException("another write does not end");
        }
        try {
            return work.call();
        } finally {
            lock.unlock();
        }
    }

    private Failure failed(String what, Object volume, Throwable fault) {
        return new Failure.Unavailable(
                "cannot " + what + " the stage record of " + volume + ": " + fault, "see " + directory, fault);
    }
}
