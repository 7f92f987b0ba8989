package io.srvlab.csi.rds.simulator.host;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Exports image files below a directory; tests switch exports on and off, and turn hosts away. */
public final class FakeTarget implements SimulatedTarget {
    private final Path directory;
    private final Map<String, Path> exports = new ConcurrentHashMap<>();
    private final Set<String> away = ConcurrentHashMap.newKeySet();

    public FakeTarget(Path directory) {
        this.directory = directory;
    }

    /** Makes or resizes the image of an export. */
    public Path export(String nqn, long size) {
        Path image = directory.resolve(nqn.substring(nqn.indexOf(':') + 1) + ".img");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(size);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
        exports.put(nqn, image);
        return image;
    }

    public void takeAway(String nqn) {
        away.add(nqn);
    }

    public void bringBack(String nqn) {
        away.remove(nqn);
    }

    @Override
    public Optional<Attachment> connect(String hostNqn, String nqn, int port) {
        return Optional.ofNullable(exports.get(nqn)).map(image -> new Connection(nqn, image));
    }

    private final class Connection implements Attachment {
        private final String nqn;
        private final Path image;

        Connection(String nqn, Path image) {
            this.nqn = nqn;
            this.image = image;
        }

        @Override
        public Path image() {
            return image;
        }

        @Override
        public long size() {
            try {
                return Files.size(image);
            } catch (IOException fault) {
                throw new UncheckedIOException(fault);
            }
        }

        @Override
        public boolean live() {
            return !away.contains(nqn);
        }

        @Override
        public void close() {
            away.remove(nqn);
        }
    }
}
