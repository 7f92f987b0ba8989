package io.srvlab.csi.rds.simulator.rds;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the device still knows after a power cut: its files, which are real, and its disks' configuration. */
final class DeviceMemory {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceMemory.class);
    private final DiskShelf disks;
    private final FileShelf files;
    private final DiskJournal journal;
    private final Path running;

    DeviceMemory(DiskShelf disks, FileShelf files, Path directory) {
        this.disks = disks;
        this.files = files;
        this.journal = new DiskJournal(directory);
        this.running = directory.resolve("running");
    }

    /** Whether the device went away without having been shut down. */
    boolean powerOn() {
        try {
            Files.createFile(running);
            return false;
        } catch (FileAlreadyExistsException crashed) {
            return true;
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    void shutDown() {
        try {
            Files.deleteIfExists(running);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** Brings back files and disks, and follows their changes from now on. */
    void restore() {
        files.restore();
        List<Disk> known = journal.read();
        known.stream().map(this::withFile).forEach(disks::restore);
        journal.begin(disks.all());
        disks.watch(journal::follow);
    }

    /** The file may have grown just before the power went; what it holds is remembered with the disk only. */
    private Disk withFile(Disk disk) {
        Optional<StoredFile> file = files.find(disk.filePath());
        if (file.isEmpty()) {
            LOG.warn("The image /{} of the disk {} is missing", disk.filePath(), disk.slot());
            return disk;
        }
        String filesystem = disk.value("fs").equals("-") ? "" : disk.value("fs");
        files.markFilesystem(file.get(), filesystem);
        Map<String, String> current = DiskDraft.ofFile(file.get().withFilesystem(filesystem));
        return disk.with(current);
    }

    /** Forces the changes so far to the disk; the answer is what went wrong. */
    Optional<String> failedCommit() {
        try {
            journal.commit();
            if (journal.isLong()) {
                journal.begin(disks.all());
            }
            return Optional.empty();
        } catch (IOException | UncheckedIOException unwritable) {
            LOG.error("The configuration cannot be kept", unwritable);
            return Optional.of("failure: configuration not kept: " + unwritable.getMessage());
        }
    }
}
