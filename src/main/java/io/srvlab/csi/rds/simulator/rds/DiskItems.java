package io.srvlab.csi.rds.simulator.rds;

import io.srvlab.csi.rds.simulator.console.Item;
import io.srvlab.csi.rds.simulator.console.Menu.Flag;
import io.srvlab.csi.rds.simulator.console.Menu.FlagColumn;
import io.srvlab.csi.rds.simulator.console.Property;
import io.srvlab.csi.rds.simulator.console.Property.Style;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** How a disk appears in the console: properties in the device's order, and its flags. */
final class DiskItems {
    static final List<FlagColumn> FLAGS = List.of(
            column(new Flag('X', "DISABLED"), new Flag('E', "EMPTY"), new Flag('B', "BLOCK-DEVICE")),
            column(new Flag('M', "MOUNTED"), new Flag('F', "FORMATTING"), new Flag('S', "SWAP-ENABLED")),
            column(
                    new Flag('f', "RAID-MEMBER-FAILED"),
                    new Flag('r', "RAID-MEMBER"),
                    new Flag('g', "GUID-PARTITION-TABLE"),
                    new Flag('p', "PARTITION")),
            column(new Flag('t', "NVME-TCP-EXPORT")));

    /** A disk that swaps is no block device, as in the manual's table. */
    private static final Map<String, Predicate<Disk>> SET_WHEN = Map.of(
            "DISABLED", Disk::disabled,
            "BLOCK-DEVICE", disk -> !disk.disabled() && !isSwap(disk),
            "MOUNTED", disk -> disk.values().containsKey("mount-point"),
            "SWAP-ENABLED", DiskItems::isSwap,
            "RAID-MEMBER", disk -> isMember(disk) && !hasFailed(disk),
            "RAID-MEMBER-FAILED", DiskItems::hasFailed,
            "GUID-PARTITION-TABLE", disk -> !disk.value("partition-table").isEmpty(),
            "PARTITION", disk -> disk.type().equals("partition"),
            "NVME-TCP-EXPORT", Disk::isServed);

    private static final Map<String, Style> ORDER = new LinkedHashMap<>();
    private final Box box;

    static {
        style(Style.QUOTED, "comment");
        style(Style.BARE, "type");
        style(Style.QUOTED, "slot", "slot-default", "parent", "fs-label", "fs-uuid");
        style(Style.BARE, "fs");
        style(Style.QUOTED, "model", "serial");
        style(Style.GROUPED, "size", "free", "total-inodes", "free-inodes");
        style(Style.BARE, "use");
        style(Style.QUOTED, "mount-point");
        style(Style.BOOLEAN, "mount-filesystem", "mount-read-only", "compress");
        style(Style.NUMBER, "sector-size", "raid-type", "raid-device-count");
        style(Style.BARE, "raid-max-component-size", "raid-chunk-size", "raid-master");
        style(Style.NUMBER, "raid-role");
        style(Style.BOOLEAN, "raid-member-failed");
        style(Style.QUOTED, "raid-member-state", "state", "raid-uuid");
        style(Style.BOOLEAN, "nvme-tcp-export");
        style(Style.NUMBER, "nvme-tcp-server-port");
        style(Style.QUOTED, "nvme-tcp-server-nqn", "nvme-tcp-server-allow-host-name");
        style(Style.BOOLEAN, "iscsi-export", "nfs-sharing", "smb-sharing", "media-sharing");
        style(Style.BARE, "media-interface");
        style(Style.BOOLEAN, "swap");
        style(Style.BARE, "file-path");
        style(Style.HUMAN_SIZE, "file-size");
        style(Style.NUMBER, "file-offset");
    }

    DiskItems(Box box) {
        this.box = box;
    }

    Item item(Disk disk) {
        List<Property> properties = new ArrayList<>(ORDER.size());
        ORDER.forEach((name, style) -> {
            if (isShown(disk, name)) {
                properties.add(new Property(name, disk.value(name), style));
            }
        });
        return new Item(disk.id(), properties, flags(disk));
    }

    private boolean isShown(Disk disk, String name) {
        return disk.values().containsKey(name)
                && !(name.equals("comment") && disk.value(name).isEmpty())
                && (disk.exported() || !name.startsWith("nvme-tcp-server"))
                && (box.profile().since(21) || !name.equals("nvme-tcp-server-nqn"));
    }

    private static Set<String> flags(Disk disk) {
        Set<String> flags = new TreeSet<>();
        SET_WHEN.forEach((flag, condition) -> {
            if (condition.test(disk)) {
                flags.add(flag);
            }
        });
        return flags;
    }

    private static boolean isSwap(Disk disk) {
        return disk.value("swap").equals("yes");
    }

    private static boolean isMember(Disk disk) {
        return disk.values().containsKey("raid-role");
    }

    private static boolean hasFailed(Disk disk) {
        return isMember(disk) && disk.value("raid-member-failed").equals("yes");
    }

    private static FlagColumn column(Flag... alternatives) {
        return new FlagColumn(List.of(alternatives));
    }

    private static void style(Style style, String... names) {
        for (String name : names) {
            ORDER.put(name, style);
        }
    }
}
