package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.mount.FormatPermission;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.Generation;
import io.srvlab.csi.rds.volume.VolumeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * What this node has formatted, or was about to: a file per volume with its generations, on the disk before mkfs runs. A
 * generation in it never permits formatting again, because a VolumeAttachment hands the same publish_context out after a
 * reboot, when the volume holds data. Nobody tells a node that a volume was deleted, so only the newest thousand records of
 * volumes that are not staged here are kept.
 */
public final class FormattedRecords {
    /** How a person permits what this driver must not decide. Whoever reads it hands out a new generation. */
    private static final String ANNOTATION = "rds.csi.srvlab.io/format=true";

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int KEPT = 1000;

    private final Path directory;
    private final StageRecords staged;
    private final Scheduler host;

    public FormattedRecords(Path directory, StageRecords staged, Scheduler host) {
        this.directory = directory;
        this.staged = staged;
        this.host = host;
    }

    /** The volume's permission to be formatted, by the generation that the controller handed out, if it did. */
    FormatPermission permission(VolumeId volume, @Nullable Generation fresh) {
        return device -> fresh == null
                ? Mono.error(refusal(device, volume, "is blank, but it is not marked as new"))
                : use(device, volume, fresh);
    }

    private Mono<Void> use(BlockDevice device, VolumeId volume, Generation fresh) {
        return Mono.fromCallable(() -> record(volume, fresh))
                .subscribeOn(host)
                .timeout(DEADLINE)
                .onErrorMap(IOException.class, fault -> failed(volume, fault))
                .onErrorMap(TimeoutException.class, fault -> failed(volume, fault))
                .flatMap(isFirst -> isFirst
                        ? Mono.empty()
                        : Mono.error(
                                refusal(device, volume, "is blank, but this node formatted it before or began to")));
    }

    /** Answers whether the generation was not there yet. */
    private boolean record(VolumeId volume, Generation fresh) throws IOException {
        List<String> generations = generations(volume);
        if (generations.contains(fresh.value())) {
            return false;
        }
        generations.add(fresh.value());
        new DurableFile(file(volume)).replace(generations.stream().collect(Collectors.joining("\n", "", "\n")));
        prune();
        return true;
    }

    private List<String> generations(VolumeId volume) throws IOException {
        try {
            return new ArrayList<>(Files.readAllLines(file(volume)));
        } catch (NoSuchFileException none) {
            return new ArrayList<>();
        }
    }

    private void prune() throws IOException {
        Map<Path, Long> ages = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                ages.put(file, Files.getLastModifiedTime(file).toMillis());
            }
        }
        List<Path> idle = ages.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .map(Map.Entry::getKey)
                .filter(file -> !staged.knows(String.valueOf(file.getFileName())))
                .toList();
        for (Path old : idle.subList(0, Math.max(0, idle.size() - KEPT))) {
            Files.deleteIfExists(old);
        }
    }

    private Path file(VolumeId volume) {
        return directory.resolve(volume.value());
    }

    private Failure failed(VolumeId volume, Throwable fault) {
        return new Failure.Unavailable(
                "cannot record that " + volume + " is to be formatted: " + fault, "see " + directory, fault);
    }

    private static Failure refusal(BlockDevice device, VolumeId volume, String what) {
        return new Failure.Conflict(
                "volume " + volume + " (" + device.path() + ") " + what,
                "it is not formatted; if nothing on it is missed, annotate its PersistentVolume with " + ANNOTATION
                        + " and let it be attached anew");
    }
}
