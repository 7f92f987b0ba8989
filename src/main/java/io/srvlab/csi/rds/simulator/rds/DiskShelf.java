package io.srvlab.csi.rds.simulator.rds;

import io.srvlab.csi.rds.simulator.console.Item;
import io.srvlab.csi.rds.simulator.console.ItemIndex;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** The items of {@code /disk}, in order, and by slot, file and NQN; what the console sees of them is kept until it changes. */
final class DiskShelf {
    private final Map<String, Disk> byId = new LinkedHashMap<>();
    private final Map<String, String> idBySlot = new HashMap<>();
    private final Map<String, String> idByFile = new HashMap<>();
    private final ItemIndex shown = new ItemIndex();
    private final AtomicInteger nextId = new AtomicInteger(1);
    private final DiskItems items;
    private final Exports exports;
    private volatile BiConsumer<Disk, Boolean> watcher = (disk, gone) -> {};

    DiskShelf(Exports exports, Box box) {
        this.exports = exports;
        this.items = new DiskItems(box);
    }

    Collection<Disk> all() {
        return byId.values();
    }

    Optional<Disk> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Optional<Disk> bySlot(String slot) {
        return Optional.ofNullable(idBySlot.get(slot)).flatMap(this::find);
    }

    Optional<Disk> byFile(String path) {
        return Optional.ofNullable(idByFile.get(path)).flatMap(this::find);
    }

    String newId() {
        return "*" + Integer.toHexString(nextId.getAndIncrement()).toUpperCase(Locale.ROOT);
    }

    /** Adds the disk, or puts it in the place of the one with its id. Its export follows first: if it cannot, nothing changes. */
    void put(Disk disk) {
        Optional<Disk> before = find(disk.id());
        exports.changed(before, Optional.of(disk));
        before.ifPresent(this::forgetNames);
        byId.put(disk.id(), disk);
        idBySlot.put(disk.slot(), disk.id());
        if (disk.isFile()) {
            idByFile.put(disk.filePath(), disk.id());
        }
        shown.put(items.item(disk));
        watcher.accept(disk, false);
    }

    /** Puts a disk back that an earlier process knew; ids go on after it. */
    void restore(Disk disk) {
        int id = Integer.parseInt(disk.id().substring(1), 16);
        nextId.updateAndGet(next -> Math.max(next, id + 1));
        put(disk);
    }

    void remove(Disk disk) {
        exports.changed(Optional.of(disk), Optional.empty());
        byId.remove(disk.id());
        forgetNames(disk);
        shown.remove(disk.id());
        watcher.accept(disk, true);
    }

    /** Hears of every disk that is new, changed, or (true) gone. */
    void watch(BiConsumer<Disk, Boolean> follower) {
        watcher = follower;
    }

    private void forgetNames(Disk disk) {
        idBySlot.remove(disk.slot(), disk.id());
        idByFile.remove(disk.filePath(), disk.id());
    }

    /** Everything is to be shown anew, because the release or a switch changed. */
    void showAnew() {
        byId.values().forEach(disk -> shown.put(items.item(disk)));
    }

    List<Item> items() {
        return shown.items();
    }

    ItemIndex index() {
        return shown;
    }
}
