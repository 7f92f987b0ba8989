package io.srvlab.csi.rds.simulator.rds;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The commands of {@code /disk} besides add, set and remove. */
final class DiskCommands {
    private final DiskShelf disks;
    private final FileShelf files;
    private final DiskDesk desk;
    private final Exports exports;
    private final Copies copies;
    private final Box box;

    DiskCommands(DiskShelf disks, FileShelf files, DiskDesk desk, Exports exports, Box box) {
        this.disks = disks;
        this.files = files;
        this.desk = desk;
        this.exports = exports;
        this.copies = new Copies(files, box);
        this.box = box;
    }

    List<String> run(String command, List<Disk> targets, Map<String, String> arguments) {
        return switch (command) {
            case "monitor-traffic" -> monitor(targets, arguments);
            case "nvme-discover" -> exports.nqns();
            case "copy" -> copy(arguments);
            case "comment" -> each(targets, Map.of("comment", arguments.getOrDefault("comment", "")));
            case "enable" -> each(targets, Map.of("disabled", "no"));
            case "disable" -> each(targets, Map.of("disabled", "yes"));
            case "unset" -> unset(targets, arguments.getOrDefault("value-name", ""));
            case "reset-counters" -> reset(targets);
            case "eject", "eject-drive" -> eject(targets);
            case "format", "format-drive" -> question();
            case "test" -> waiting();
            default -> List.of();
        };
    }

    private List<String> monitor(List<Disk> targets, Map<String, String> arguments) {
        if (targets.isEmpty()) {
            throw box.failure(ErrorText.NO_ITEM);
        }
        if (!arguments.containsKey("once")) {
            box.effects().waitForEver();
        }
        return Traffic.lines(targets.getFirst());
    }

    private List<String> each(List<Disk> targets, Map<String, String> changes) {
        targets.forEach(disk -> desk.set(disk, changes));
        return List.of();
    }

    private List<String> unset(List<Disk> targets, String name) {
        targets.forEach(disk -> desk.unset(disk, name));
        return List.of();
    }

    private List<String> question() {
        box.effects().waitForEver();
        return List.of("All data will be lost, are you sure? [y/N]:");
    }

    private List<String> waiting() {
        box.effects().waitForEver();
        return List.of();
    }

    private List<String> copy(Map<String, String> arguments) {
        return copies.onto(file(arguments.getOrDefault("src", "")), file(arguments.getOrDefault("dst", "")));
    }

    private List<String> reset(List<Disk> targets) {
        targets.forEach(disk -> disks.put(Traffic.reset(disk)));
        return List.of();
    }

    /** Only what nobody uses can be taken out. */
    private List<String> eject(List<Disk> targets) {
        if (targets.stream().anyMatch(disk -> disk.values().containsKey("mount-point"))) {
            throw box.failure(ErrorText.MOUNTED);
        }
        return List.of();
    }

    /** A copy names a disk by slot, or a file. */
    private StoredFile file(String name) {
        Optional<String> ofDisk = disks.bySlot(name).filter(Disk::isFile).map(Disk::filePath);
        return files.find(ofDisk.orElse(FileShelf.withoutSlash(name)))
                .orElseThrow(() -> box.failure(ErrorText.NO_ITEM));
    }
}
