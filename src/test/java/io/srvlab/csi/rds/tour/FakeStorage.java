package io.srvlab.csi.rds.tour;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Volumes as files: what a test's driver keeps its volumes in, and what the tour looks into. */
final class FakeStorage implements Wire {
    /** Where in an image the one file of its "filesystem" is kept. */
    private static final long FILE_AT = 8192;

    private static final int FILE_LENGTH = 1024;

    private final Path directory;
    private final List<String> history = new CopyOnWriteArrayList<>();
    private final Map<String, Status> refusals = new ConcurrentHashMap<>();
    private volatile Consumer<Path> afterUnmount = image -> {};

    FakeStorage(Path directory) {
        this.directory = directory;
    }

    void refuse(String rpc, Status status) {
        refusals.put(rpc, status);
    }

    void afterUnmount(Consumer<Path> action) {
        afterUnmount = action;
    }

    /** Notes a command for a call, unless a test wants the call refused. */
    void command(String rpc, String line) {
        var refusal = refusals.get(rpc);
        if (refusal != null) {
            throw new StatusRuntimeException(refusal);
        }
        history.add(line);
    }

    void size(String volume, long bytes) throws IOException {
        try (var image = new RandomAccessFile(image(volume).toFile(), "rw")) {
            image.setLength(bytes);
        }
    }

    void mount(String volume, Path target) throws IOException {
        Files.createDirectory(target);
        var content = new byte[FILE_LENGTH];
        try (var image = new RandomAccessFile(image(volume).toFile(), "r")) {
            image.seek(FILE_AT);
            image.readFully(content);
        }
        if (!Arrays.equals(content, new byte[FILE_LENGTH])) {
            Files.write(target.resolve("pattern"), content);
        }
    }

    void unmount(String volume, Path target) throws IOException {
        if (Files.isDirectory(target)) {
            try (var image = new RandomAccessFile(image(volume).toFile(), "rw")) {
                image.seek(FILE_AT);
                image.write(Files.readAllBytes(target.resolve("pattern")));
            }
            Files.delete(target.resolve("pattern"));
            afterUnmount.accept(image(volume));
        }
        Files.deleteIfExists(target);
    }

    @Override
    public long mark() {
        return history.size();
    }

    @Override
    public List<String> since(long mark) {
        return List.copyOf(history).stream().skip(mark).toList();
    }

    @Override
    public Path image(String volumeId) {
        return directory.resolve(volumeId + ".img");
    }
}
