package io.srvlab.csi.rds.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A small file that is replaced in one step and forced to the disk: after a crash there is the old text or the new one. */
record DurableFile(Path path) {
    void replace(String text) throws IOException {
        makeDirectory();
        Path draft = draft();
        try (FileChannel channel = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
        force(directory());
    }

    /** A file that is not there is success; what a process left that was killed while it replaced it goes too. */
    void remove() throws IOException {
        Files.deleteIfExists(draft());
        if (Files.deleteIfExists(path)) {
            force(directory());
        }
    }

    private Path draft() {
        return path.resolveSibling(path.getFileName() + ".draft");
    }

    private void makeDirectory() throws IOException {
        if (!Files.isDirectory(directory())) {
            Files.createDirectories(directory());
            force(directory().resolve(".."));
        }
    }

    private Path directory() {
        return path.resolveSibling(".");
    }

    /** A rename is durable once its directory is. */
    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
