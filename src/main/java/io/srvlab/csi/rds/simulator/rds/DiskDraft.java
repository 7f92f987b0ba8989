package io.srvlab.csi.rds.simulator.rds;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The settings of a disk about to be added: arguments over what {@code copy-from} brings over defaults. Settings only, never data. */
final class DiskDraft {
    private static final int SHORT_SLOT = 32;

    /** What belongs to the one disk and is never copied as a setting. */
    private static final Set<String> OWN = Set.of("slot", "file-path", "file-size", "size", "model", "fs");

    private final Map<String, String> values = new HashMap<>();
    private final Box box;

    DiskDraft(Optional<Disk> source, Map<String, String> arguments, Box box) {
        this.box = box;
        values.putAll(Map.ofEntries(
                Map.entry("slot-default", ""),
                Map.entry("parent", ""),
                Map.entry("fs", "-"),
                Map.entry("compress", "no"),
                Map.entry("sector-size", "512"),
                Map.entry("raid-master", "none"),
                Map.entry("nvme-tcp-export", "no"),
                Map.entry("nvme-tcp-server-port", "4420"),
                Map.entry("nvme-tcp-server-allow-host-name", ""),
                Map.entry("iscsi-export", "no"),
                Map.entry("nfs-sharing", "no"),
                Map.entry("smb-sharing", "no"),
                Map.entry("media-sharing", "no"),
                Map.entry("media-interface", "none")));
        values.putAll(Map.of("mount-filesystem", "yes", "mount-read-only", "no", "swap", "no", "file-offset", "0"));
        source.ifPresent(disk -> disk.values().forEach(this::inherit));
        arguments.forEach(this::take);
    }

    private void inherit(String name, String value) {
        if (!OWN.contains(name)) {
            values.put(name, value);
        }
    }

    private void take(String name, String value) {
        if (!name.equals("copy-from")) {
            values.put(name, value);
        }
    }

    String value(String name) {
        return values.getOrDefault(name, "");
    }

    String requireType() {
        if (value("type").isEmpty()) {
            throw box.failure(ErrorText.NO_TYPE);
        }
        if (!value("type").equals("file") || !box.profile().since(17)) {
            throw box.failure(ErrorText.WRONG_TYPE);
        }
        return value("type");
    }

    String requirePath() {
        String path = FileShelf.withoutSlash(value("file-path"));
        if (path.isEmpty()) {
            throw box.failure(ErrorText.NO_PATH);
        }
        if (path.contains("..") || path.contains("//") || path.endsWith("/")) {
            throw box.failure(ErrorText.BAD_VALUE);
        }
        return path;
    }

    /** The slot given, or the one the device makes of the path; cut or refused when too long, as the switch says. */
    String slot(String path) {
        String slot = value("slot").isEmpty() ? "file-" + path.replace('/', '-') : value("slot");
        return limited(slot, box);
    }

    static String limited(String slot, Box box) {
        boolean tooLong = slot.length() > SHORT_SLOT;
        if (tooLong && box.is(Unknown.SlotLimit.REFUSE_32)) {
            throw box.failure(ErrorText.SLOT_TOO_LONG);
        }
        return tooLong && box.is(Unknown.SlotLimit.TRUNCATE_32) ? slot.substring(0, SHORT_SLOT) : slot;
    }

    static String defaultNqn(String slot, Box box) {
        if (!box.profile().since(21)) {
            return slot;
        }
        return switch (box.switches().of(Unknown.DefaultNqn.class)) {
            case PREFIXED -> "nqn.2000-02.com.mikrotik:" + slot;
            case SLOT -> slot;
            case EMPTY -> "";
        };
    }

    Disk disk(String id, String slot, StoredFile file) {
        values.put("slot", slot);
        values.putAll(ofFile(file));
        if (value("nvme-tcp-server-nqn").isEmpty()) {
            values.put("nvme-tcp-server-nqn", defaultNqn(slot, box));
        }
        Disk disk = new Disk(id, values, false);
        return mounted(disk, file);
    }

    /** What a disk shows of its file. */
    static Map<String, String> ofFile(StoredFile file) {
        String size = Long.toString(file.size());
        String path = "/" + file.path();
        String filesystem = file.filesystem().isEmpty() ? "-" : file.filesystem();
        return Map.of("file-path", path, "model", path, "size", size, "file-size", size, "fs", filesystem);
    }

    /** RouterOS mounts a filesystem it knows, unless told not to. */
    static Disk mounted(Disk disk, StoredFile file) {
        return disk.mountsFilesystem() && !file.filesystem().isEmpty()
                ? disk.with("mount-point", disk.slot())
                : disk.without("mount-point");
    }
}
