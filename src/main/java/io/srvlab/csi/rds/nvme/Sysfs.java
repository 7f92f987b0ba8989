package io.srvlab.csi.rds.nvme;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads sysfs, whose entries are symlinks and may vanish while they are read: what is gone has no children and no text. */
final class Sysfs {
    private Sysfs() {}

    static List<Path> children(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            List<Path> children = new ArrayList<>();
            entries.forEach(children::add);
            return children;
        } catch (NoSuchFileException | NotDirectoryException gone) {
            return List.of();
        }
    }

    static String attribute(Path file) throws IOException {
        try {
            return Files.readString(file).strip();
        } catch (IOException fault) {
            if (gone(fault)) {
                return "";
            }
            throw fault;
        }
    }

    static String name(Path entry) {
        return entry.getFileName().toString();
    }

    /** ENODEV: the attribute was still there when it was opened. */
    private static boolean gone(IOException fault) {
        return fault instanceof NoSuchFileException
                || String.valueOf(fault.getMessage()).contains("No such device");
    }
}
