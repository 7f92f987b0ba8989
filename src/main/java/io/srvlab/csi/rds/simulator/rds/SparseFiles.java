package io.srvlab.csi.rds.simulator.rds;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The bytes behind the device's files: sparse files below one directory, never filled. */
final class SparseFiles {
    /** How much of a source a copy looks at; what tests write is at the beginning. */
    private static final int COPIED = 64 * 1024 * 1024;

    private static final int BLOCK = 1024 * 1024;
    private final Path root;

    SparseFiles(Path root) {
        this.root = root.toAbsolutePath().normalize();
        makeDirectory("");
    }

    Path path(String name) {
        Path path = root.resolve(name).normalize();
        if (!path.startsWith(root)) {
            throw new IllegalArgumentException("path '" + name + "' leaves the simulator's directory");
        }
        return path;
    }

    void makeDirectory(String name) {
        run(() -> Files.createDirectories(path(name)));
    }

    /** Every path below a directory with its file's size, directories with -1, parents before children. */
    SortedMap<String, Long> below(String name) {
        SortedMap<String, Long> found = new TreeMap<>();
        run(() -> {
            try (Stream<Path> paths = Files.walk(path(name))) {
                for (Path path : paths.toList()) {
                    found.put(root.relativize(path).toString(), Files.isDirectory(path) ? -1 : Files.size(path));
                }
            }
        });
        return found;
    }

    void make(String name, long size) {
        run(() -> {
            try (RandomAccessFile file = file(name)) {
                file.setLength(0);
                file.setLength(size);
            }
        });
    }

    void resize(String name, long size) {
        run(() -> {
            try (RandomAccessFile file = file(name)) {
                file.setLength(size);
            }
        });
    }

    private RandomAccessFile file(String name) throws IOException {
        return new RandomAccessFile(within(name).toFile(), "rw");
    }

    void delete(String name) {
        run(() -> Files.deleteIfExists(path(name)));
    }

    void write(String name, String text) {
        run(() -> {
            try (FileChannel file = open(name)) {
                file.write(ByteBuffer.wrap((text + '\0').getBytes(StandardCharsets.UTF_8)), 0);
            }
        });
    }

    /** The text at the beginning, up to the first zero byte. */
    String read(String name) {
        byte[] start = new byte[4096];
        run(() -> {
            try (FileChannel file = open(name)) {
                file.read(ByteBuffer.wrap(start), 0);
            }
        });
        String text = new String(start, StandardCharsets.UTF_8);
        return text.substring(0, text.indexOf('\0'));
    }

    /** Copies so many bytes from the beginning. */
    void copy(String from, String to, long bytes) {
        run(() -> {
            try (FileChannel source = open(from);
                    FileChannel target = open(to)) {
                copyBlocks(source, target, Math.min(bytes, COPIED));
            }
        });
    }

    private static void copyBlocks(FileChannel source, FileChannel target, long bytes) throws IOException {
        byte[] block = new byte[BLOCK];
        byte[] zeros = new byte[BLOCK];
        for (long at = 0; at < bytes; at += BLOCK) {
            int wanted = (int) Math.min(BLOCK, bytes - at);
            int length = source.read(ByteBuffer.wrap(block, 0, wanted), at);
            if (length > 0 && !Arrays.equals(block, 0, length, zeros, 0, length)) {
                target.write(ByteBuffer.wrap(block, 0, length), at);
            }
        }
    }

    private FileChannel open(String name) throws IOException {
        return FileChannel.open(
                within(name), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** The path, in a directory that exists. */
    private Path within(String name) throws IOException {
        Path path = path(name);
        Path directory = path.getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            Files.createDirectories(directory);
        }
        return path;
    }

    private static void run(DiskAccess access) {
        try {
            access.run();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private interface DiskAccess {
        void run() throws IOException;
    }
}
