package io.srvlab.csi.rds.simulator.rds;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/** Adds, changes and removes file disks, with the awkward manners of the device. */
final class DiskDesk {
    private static final Set<String> YES_NO =
            Set.of("nvme-tcp-export", "mount-filesystem", "mount-read-only", "compress", "swap");
    private final DiskShelf disks;
    private final FileShelf files;
    private final Exports exports;
    private final Pools pools;
    private final Box box;
    private final AtomicReference<Runnable> undo = new AtomicReference<>(() -> {});

    DiskDesk(DiskShelf disks, FileShelf files, Exports exports, Pools pools, Box box) {
        this.disks = disks;
        this.files = files;
        this.exports = exports;
        this.pools = pools;
        this.box = box;
    }

    String add(Map<String, String> arguments) {
        var draft = new DiskDraft(copied(arguments), arguments, box);
        draft.requireType();
        String path = draft.requirePath();
        checkValues(arguments, path);
        String slot = draft.slot(path);
        refuseTaken(slot, path, draft);
        Optional<HalfDone> half = box.faults().halfDoneAdd();
        StoredFile file = image(path, Optional.ofNullable(arguments.get("file-size")));
        if (half.filter(HalfDone.FILE_ONLY::equals).isPresent()) {
            throw half.get().failure();
        }
        Disk disk = draft.disk(disks.newId(), slot, file);
        disks.put(half.map(fault -> fault.of(disk)).orElse(disk));
        undo.set(() -> disks.remove(disk));
        if (half.isPresent()) {
            throw half.get().failure();
        }
        return disk.id();
    }

    private Optional<Disk> copied(Map<String, String> arguments) {
        String source = arguments.get("copy-from");
        if (source == null) {
            return Optional.empty();
        }
        Optional<Disk> found = disks.find(source).or(() -> disks.bySlot(source));
        return Optional.of(found.orElseThrow(() -> box.failure(ErrorText.NO_ITEM)));
    }

    private void refuseTaken(String slot, String path, DiskDraft draft) {
        if (disks.bySlot(slot).isPresent()) {
            throw box.failure(ErrorText.DUPLICATE_SLOT);
        }
        if (disks.byFile(path).isPresent()) {
            throw box.failure(ErrorText.FILE_USED);
        }
        if (draft.value("nvme-tcp-export").equals("yes")) {
            refuseTakenNqn(draft.value("nvme-tcp-server-nqn"), "");
        }
    }

    private void refuseTakenNqn(String nqn, String id) {
        boolean taken = !nqn.isEmpty() && exports.isTaken(nqn, id);
        if (taken && box.is(Unknown.SharedNqn.REFUSE)) {
            throw box.failure(ErrorText.DUPLICATE_NQN);
        }
    }

    private void checkValues(Map<String, String> arguments, String path) {
        boolean wrong = arguments.entrySet().stream()
                .anyMatch(argument -> YES_NO.contains(argument.getKey())
                        && !Set.of("yes", "no").contains(argument.getValue()));
        String port = arguments.getOrDefault("nvme-tcp-server-port", "1");
        if (wrong || !port.matches("[1-9]\\d{0,4}") || Integer.parseInt(port) > 65535) {
            throw box.failure(ErrorText.BAD_VALUE);
        }
        if ("yes".equals(arguments.get("compress")) && !isOnBtrfs(path)) {
            throw box.failure(ErrorText.ONLY_BTRFS);
        }
    }

    private boolean isOnBtrfs(String path) {
        return pools.of(path)
                .filter(pool -> pool.settings().filesystem().equals("btrfs"))
                .isPresent();
    }

    private StoredFile image(String path, Optional<String> size) {
        Optional<Long> wanted = size.map(this::bytes);
        Optional<StoredFile> existing = files.find(path);
        if (existing.isPresent()) {
            attach(existing.get(), wanted);
        } else {
            files.makeImage(path, wanted.orElseThrow(() -> box.failure(ErrorText.NO_SIZE)));
        }
        return files.find(path).orElseThrow();
    }

    private long bytes(String size) {
        return Sizes.parse(size).orElseThrow(() -> box.failure(ErrorText.BAD_SIZE));
    }

    /** Without a size any existing file is attached as it is (the manual's ISO example); with one the outcome is unknown. */
    private void attach(StoredFile file, Optional<Long> wanted) {
        if (file.directory()) {
            throw box.failure(ErrorText.NO_FILE);
        }
        if (wanted.isEmpty()) {
            return;
        }
        long size = wanted.get();
        switch (box.switches().of(Unknown.ExistingFile.class)) {
            case ATTACH_KEEP_SIZE -> {}
            case GROW -> files.resize(file, Math.max(size, file.size()));
            case TRUNCATE -> files.resize(file, size);
            case ERROR -> throw box.failure(ErrorText.FILE_EXISTS);
        }
    }

    void set(Disk disk, Map<String, String> arguments) {
        checkValues(arguments, disk.filePath());
        touch(disk, "changed");
        Map<String, String> changes = new TreeMap<>(arguments);
        changes.computeIfPresent("slot", (name, slot) -> renamed(disk, slot));
        Disk wanted = disk.with(changes).with("file-size", disk.value("file-size"));
        if (wanted.exported()) {
            refuseTakenNqn(wanted.nqn(), disk.id());
        }
        if (exports.fixes(disk, wanted.nqn())) {
            throw box.failure(ErrorText.NQN_FIXED);
        }
        disks.put(resized(wanted, Optional.ofNullable(arguments.get("file-size"))));
        undo.set(() -> disks.put(resized(disk, Optional.empty())));
    }

    private String renamed(Disk disk, String slot) {
        String limited = DiskDraft.limited(slot, box);
        if (disks.bySlot(limited).filter(other -> !other.id().equals(disk.id())).isPresent()) {
            throw box.failure(ErrorText.DUPLICATE_SLOT);
        }
        return limited;
    }

    private Disk resized(Disk disk, Optional<String> size) {
        Optional<StoredFile> file = files.find(disk.filePath());
        if (!disk.isFile() || file.isEmpty()) {
            return disk;
        }
        size.ifPresent(text -> resize(file.get(), bytes(text)));
        StoredFile now = files.find(disk.filePath()).orElseThrow();
        return DiskDraft.mounted(disk.with(DiskDraft.ofFile(now)), now);
    }

    private void resize(StoredFile file, long size) {
        if (size < file.size() && box.is(Unknown.Shrink.REFUSE)) {
            throw box.failure(ErrorText.SHRINK);
        }
        files.resize(file, size);
    }

    void unset(Disk disk, String name) {
        touch(disk, "changed");
        disks.put(disk.without(name));
    }

    /** The power goes before the last change of configuration has reached the flash; files stay as they are. */
    void loseLastChange() {
        undo.getAndSet(() -> {}).run();
    }

    /** Removes the item and leaves the file where it is. */
    void remove(Disk disk) {
        if (exports.isConnected(disk.id()) && box.is(Unknown.RemoveConnected.REFUSE)) {
            throw box.failure(ErrorText.IN_USE);
        }
        touch(disk, "removed");
        disks.remove(disk);
        undo.set(() -> disks.put(resized(disk, Optional.empty())));
    }

    private void touch(Disk disk, String how) {
        if (disk.foreign()) {
            box.invariants().broken("foreign disk " + disk.slot() + " was " + how);
        }
    }
}
