package io.srvlab.csi.rds.simulator.host;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * The files of a simulated filesystem, kept inside the image behind the superblock: what a pod writes is really in the image,
 * travels with copies of it, and is there again at the next mount.
 */
final class ImageFiles {
    private static final long OFFSET = 64 * 1024;
    private static final long MAGIC = 0x53494d46494c4553L;
    private static final char DIRECTORY = 'd';
    private static final char LINK = 'l';
    private static final char FILE = 'f';

    private ImageFiles() {}

    static void save(Path directory, Path image, long room) throws IOException {
        List<Path> entries = FileTree.below(directory);
        if (bytes(entries) + OFFSET > room) {
            throw new IOException("No space left on device");
        }
        try (FileChannel channel =
                        FileChannel.open(image, StandardOpenOption.WRITE).position(OFFSET);
                DataOutputStream out =
                        new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)))) {
            out.writeLong(MAGIC);
            out.writeInt(entries.size());
            for (Path entry : entries) {
                write(directory, entry, out);
            }
        }
    }

    static void load(Path image, Path directory) throws IOException {
        Files.createDirectories(directory);
        try (FileChannel channel =
                        FileChannel.open(image, StandardOpenOption.READ).position(OFFSET);
                DataInputStream in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)))) {
            boolean saved = channel.size() > OFFSET + Long.BYTES + Integer.BYTES && in.readLong() == MAGIC;
            for (int left = saved ? in.readInt() : 0; left > 0; left--) {
                read(directory, in);
            }
        }
    }

    /** Forgets the files of a former filesystem, as formatting does. */
    static void clear(Path image) throws IOException {
        try (FileChannel channel =
                        FileChannel.open(image, StandardOpenOption.WRITE).position(OFFSET);
                DataOutputStream out = new DataOutputStream(Channels.newOutputStream(channel))) {
            out.writeLong(0);
        }
    }

    static long bytes(List<Path> entries) throws IOException {
        long sum = 0;
        for (Path entry : entries) {
            sum += Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS) ? Files.size(entry) : 0;
        }
        return sum;
    }

    private static void write(Path directory, Path entry, DataOutputStream out) throws IOException {
        out.writeUTF(directory.relativize(entry).toString());
        if (Files.isSymbolicLink(entry)) {
            out.writeChar(LINK);
            out.writeUTF(Files.readSymbolicLink(entry).toString());
            return;
        }
        out.writeChar(Files.isDirectory(entry) ? DIRECTORY : FILE);
        out.writeUTF(PosixFilePermissions.toString(Files.getPosixFilePermissions(entry)));
        if (Files.isRegularFile(entry)) {
            out.writeLong(Files.size(entry));
            Files.copy(entry, out);
        }
    }

    private static void read(Path directory, DataInputStream in) throws IOException {
        Path entry = directory.resolve(in.readUTF());
        char kind = in.readChar();
        String text = in.readUTF();
        if (kind == LINK) {
            Files.createSymbolicLink(entry, Path.of(text));
            return;
        }
        if (kind == DIRECTORY) {
            Files.createDirectory(entry);
        } else {
            copy(in, in.readLong(), entry);
        }
        Files.setPosixFilePermissions(entry, PosixFilePermissions.fromString(text));
    }

    private static void copy(InputStream in, long length, Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            byte[] buffer = new byte[8192];
            for (long left = length; left > 0; ) {
                int n = in.readNBytes(buffer, 0, (int) Math.min(buffer.length, left));
                out.write(buffer, 0, n);
                left = n == 0 ? 0 : left - n;
            }
        }
    }
}
