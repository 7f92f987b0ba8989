package io.srvlab.csi.rds.simulator.rds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The real configuration, mounted below the root. */
record KernelConfigfs(Path root) implements Configfs {
    @Override
    public boolean exists(String path) {
        return Files.exists(root.resolve(path), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public List<String> list(String path) throws IOException {
        if (!exists(path)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(root.resolve(path))) {
            return entries.map(entry -> String.valueOf(entry.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void makeDirectory(String path) throws IOException {
        Files.createDirectory(root.resolve(path));
    }

    @Override
    public void removeDirectory(String path) throws IOException {
        Files.delete(root.resolve(path));
    }

    @Override
    public String read(String attribute) throws IOException {
        return Files.readString(root.resolve(attribute)).strip();
    }

    /** One write of the whole value, never a new file: the kernel's own message does not name the attribute. */
    @Override
    public void write(String attribute, String value) throws IOException {
        try {
            Files.writeString(root.resolve(attribute), value, StandardOpenOption.WRITE);
        } catch (IOException refused) {
            throw new IOException(attribute + "=" + value + ": " + refused.getMessage(), refused);
        }
    }

    @Override
    public void link(String path, String target) throws IOException {
        Files.createSymbolicLink(root.resolve(path), root.resolve(target));
    }

    @Override
    public void unlink(String path) throws IOException {
        Files.delete(root.resolve(path));
    }
}
