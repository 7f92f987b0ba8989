package io.srvlab.csi.rds.simulator.rds;

import io.srvlab.csi.rds.simulator.console.Item;
import io.srvlab.csi.rds.simulator.console.ItemIndex;
import io.srvlab.csi.rds.simulator.console.Menu;
import io.srvlab.csi.rds.simulator.console.Property;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code /disk}. */
final class DiskMenu implements Menu {
    private final DiskShelf disks;
    private final DiskDesk desk;
    private final DiskCommands commands;
    private final Box box;

    DiskMenu(DiskShelf disks, DiskDesk desk, DiskCommands commands, Box box) {
        this.disks = disks;
        this.desk = desk;
        this.commands = commands;
        this.box = box;
    }

    @Override
    public String path() {
        return "/disk";
    }

    @Override
    public Map<String, Set<String>> commands() {
        return box.profile().disk();
    }

    @Override
    public List<FlagColumn> flagColumns() {
        return DiskItems.FLAGS;
    }

    @Override
    public List<String> tableColumns() {
        return List.of("slot", "mount-point", "size", "fs", "swap");
    }

    @Override
    public List<Property> stats(Item item) {
        return DiskStats.of(disk(item));
    }

    @Override
    public List<Item> items() {
        return disks.items();
    }

    @Override
    public Optional<ItemIndex> index() {
        return Optional.of(disks.index());
    }

    @Override
    public String add(Map<String, String> arguments) {
        return desk.add(arguments);
    }

    @Override
    public void set(Item item, Map<String, String> arguments) {
        desk.set(disk(item), arguments);
    }

    @Override
    public void remove(Item item) {
        desk.remove(disk(item));
    }

    @Override
    public List<String> run(String command, List<Item> targets, Map<String, String> arguments) {
        return commands.run(command, targets.stream().map(this::disk).toList(), arguments);
    }

    private Disk disk(Item item) {
        return disks.find(item.id()).orElseThrow(() -> box.failure(ErrorText.NO_ITEM));
    }
}
