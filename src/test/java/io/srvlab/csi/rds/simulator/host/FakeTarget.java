package io.srvlab.csi.rds.simulator.host;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Exports image files below a directory; tests switch exports on and off, and turn hosts away. */
public final class FakeTarget implements SimulatedTarget {
    private final Path directory;
    private final Map<String, Path> exports = new ConcurrentHashMap<>();
    private final Map<String, String> identities = new ConcurrentHashMap<>();
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

    /** The target was built anew: from now on the namespace calls itself something else. */
    public void rebuild(String nqn) {
        identities.put(nqn, UUID.randomUUID().toString());
    }

    /** Behind the same name there are now these bytes. */
    public void replace(String nqn, Path image) {
        exports.put(nqn, image);
    }

    /** The export comes back under another name, and its namespace calls itself what it did. */
    public void rename(String nqn, String name) {
        exports.put(name, exports.remove(nqn));
        identities.put(name, identities.getOrDefault(nqn, nqn));
    }

    public void remove(String nqn) {
        exports.remove(nqn);
    }

    public void takeAway(String nqn) {
        away.add(nqn);
    }

    public void bringBack(String nqn) {
        away.remove(nqn);
    }

    @Override
    public Optional<Attachment> connect(String hostNqn, String nqn, int port) {
        return Optional.ofNullable(exports.get(nqn))
                .filter(image -> !away.contains(nqn))
                .map(image -> new Connection(nqn, image));
    }

    private final class Connection implements Attachment {
        private final String nqn;

        private final Path first;

        Connection(String nqn, Path first) {
            this.nqn = nqn;
            this.first = first;
        }

        @Override
        public Path image() {
            return exports.getOrDefault(nqn, first);
        }

        @Override
        public String identity() {
            return identities.getOrDefault(nqn, nqn);
        }

        @Override
        public long size() {
            try {
                return Files.size(image());
            } catch (IOException fault) {
                throw new UncheckedIOException(fault);
            }
        }

        @Override
        public boolean live() {
            return !away.contains(nqn) && exports.containsKey(nqn);
        }

        @Override
        public void close() {}
    }
}
