package io.srvlab.csi.rds.tour;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Bytes that no volume holds by chance. They are one small block, so that a filesystem keeps them together. Blocks. */
final class Pattern {
    private static final int LENGTH = 1024;
    private static final int WINDOW = 1 << 20;

    private final byte[] bytes;

    private Pattern(byte[] bytes) {
        this.bytes = bytes;
    }

    static Pattern from(RandomGenerator random) {
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return new Pattern(bytes);
    }

    /** Writes the pattern at the beginning of a file or a device that is there and has it reach the storage before returning. */
    void write(Path file) throws IOException {
        try (var channel = FileChannel.open(file, WRITE)) {
            var rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    boolean isAtTheBeginningOf(Path file) throws IOException {
        try (var channel = FileChannel.open(file, READ)) {
            return Arrays.equals(bytes, read(channel, 0, LENGTH));
        }
    }

    /** The offset at which an image holds the pattern, or -1. */
    long offsetIn(Path image) throws IOException {
        if (!Files.exists(image)) {
            throw new TourFailure("the storage has no file " + image);
        }
        try (var channel = FileChannel.open(image, READ)) {
            // Windows overlap by a pattern less one byte: none can hide on a border.
            for (long start = 0; start < channel.size(); start += WINDOW - LENGTH + 1) {
                int found = indexIn(read(channel, start, WINDOW));
                if (found >= 0) {
                    return start + found;
                }
            }
        }
        return -1;
    }

    private int indexIn(byte[] window) {
        for (int at = 0; at + LENGTH <= window.length; at++) {
            if (window[at] == bytes[0] && Arrays.equals(window, at, at + LENGTH, bytes, 0, LENGTH)) {
                return at;
            }
        }
        return -1;
    }

    private static byte[] read(FileChannel channel, long position, int most) throws IOException {
        var buffer = ByteBuffer.allocate(most);
        int got;
        do {
            got = channel.read(buffer, position + buffer.position());
        } while (got > 0);
        return Arrays.copyOf(buffer.array(), buffer.position());
    }
}
