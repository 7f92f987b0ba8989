package io.srvlab.csi.rds.simulator.rds;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The disks' configuration in a file, one JSON object for each change, forced to the disk before a command answers. A last
 * line without its end was never answered for and does not count. Each start writes the file anew without what is over.
 */
final class DiskJournal {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONG = 16 * 1024 * 1024;
    private final List<Entry> pending = new ArrayList<>();
    private final Path file;

    /** A disk's settings from now on; an empty map means that it is gone. */
    private record Entry(String id, Map<String, String> values) {}

    DiskJournal(Path directory) {
        file = directory.resolve("disks.jsonl");
    }

    /** The disks as the last answered command left them. */
    List<Disk> read() {
        Map<String, Disk> disks = new LinkedHashMap<>();
        for (String line : lines()) {
            Entry entry = entry(line);
            if (entry.values().isEmpty()) {
                disks.remove(entry.id());
            } else {
                disks.put(entry.id(), new Disk(entry.id(), entry.values(), false));
            }
        }
        return List.copyOf(disks.values());
    }

    private List<String> lines() {
        try {
            String text = Files.exists(file) ? Files.readString(file) : "";
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Entry entry(String line) {
        try {
            return JSON.readValue(line, Entry.class);
        } catch (JacksonException broken) {
            throw new IllegalArgumentException(file + " is damaged at: " + line + "; repair or remove it", broken);
        }
    }

    /** The disk is new or changed, or (true) gone. Foreign ones stand on the device at each start anyway. */
    void follow(Disk disk, boolean gone) {
        if (!disk.foreign()) {
            pending.add(new Entry(disk.id(), gone ? Map.of() : disk.values()));
        }
    }

    /** Whether most of the file is about what is over. */
    boolean isLong() {
        return file.toFile().length() > LONG;
    }

    /** Begins anew with these disks only. */
    void begin(Collection<Disk> disks) {
        pending.clear();
        disks.forEach(disk -> follow(disk, false));
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        try {
            Files.deleteIfExists(draft);
            append(draft);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force(file.resolveSibling("."));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** Makes the changes so far outlive anything; when that fails they are tried again with the next. */
    void commit() throws IOException {
        if (!pending.isEmpty()) {
            append(file);
        }
    }

    private void append(Path to) throws IOException {
        var text = new StringBuilder();
        pending.forEach(entry -> text.append(JSON.writeValueAsString(entry)).append('\n'));
        ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
        try (FileChannel channel = FileChannel.open(to, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long end = channel.size();
            appendOrNothing(channel, bytes, end);
            channel.force(true);
        }
        pending.clear();
    }

    private static void appendOrNothing(FileChannel channel, ByteBuffer bytes, long end) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes, end + bytes.position());
            }
        } catch (IOException full) {
            channel.truncate(end);
            throw full;
        }
    }

    /** A rename is durable once the directory is. */
    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
