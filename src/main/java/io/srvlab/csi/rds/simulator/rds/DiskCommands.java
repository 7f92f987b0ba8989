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
    private final Box box;

    DiskCommands(DiskShelf disks, FileShelf files, DiskDesk desk, Exports exports, Box box) {
        this.disks = disks;
        this.files = files;
        this.desk = desk;
        this.exports = exports;
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
        StoredFile source = file(arguments.getOrDefault("src", ""));
        StoredFile target = file(arguments.getOrDefault("dst", ""));
        if (target.size() < source.size()) {
            throw box.failure(ErrorText.TARGET_TOO_SMALL);
        }
        if (target.foreign()) {
            box.invariants().broken("foreign file " + target.path() + " was overwritten");
        }
        files.copyContent(source, target);
        return List.of(source.size() + " / " + source.size() + " (100%)");
    }

    /** A copy names a disk by slot, or a file. */
    private StoredFile file(String name) {
        Optional<String> ofDisk = disks.bySlot(name).filter(Disk::isFile).map(Disk::filePath);
        return files.find(ofDisk.orElse(FileShelf.withoutSlash(name)))
                .orElseThrow(() -> box.failure(ErrorText.NO_ITEM));
    }
}
