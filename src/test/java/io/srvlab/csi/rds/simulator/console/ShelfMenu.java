package io.srvlab.csi.rds.simulator.console;

import io.srvlab.csi.rds.simulator.console.Property.Style;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/** A menu that keeps its items in memory, for the tests of the console. */
final class ShelfMenu implements Menu {
    private final String path;
    private final List<FlagColumn> flagColumns;
    private final List<String> tableColumns;
    private final Map<String, Set<String>> commands = new LinkedHashMap<>();
    private final List<Item> items = new ArrayList<>();
    private final AtomicInteger lastId = new AtomicInteger();

    private ShelfMenu(String path, List<FlagColumn> flagColumns, List<String> tableColumns) {
        this.path = path;
        this.flagColumns = flagColumns;
        this.tableColumns = tableColumns;
    }

    static ShelfMenu disks() {
        ShelfMenu menu = new ShelfMenu(
                "/disk",
                List.of(
                        column('B', "BLOCK-DEVICE"),
                        new FlagColumn(List.of(new Flag('M', "MOUNTED"), new Flag('S', "SWAP-ENABLED"))),
                        new FlagColumn(List.of(new Flag('g', "GUID-PARTITION-TABLE"), new Flag('p', "PARTITION"))),
                        new FlagColumn(List.of(new Flag('r', "RAID-MEMBER"), new Flag('t', "NVME-TCP-EXPORT"))),
                        column('f', "RAID-MEMBER-FAILED")),
                List.of("slot", "mount-point", "size", "fs", "swap"));
        Set<String> settings = Set.of("type", "slot", "comment", "file-size", "file-path", "nvme-tcp-export");
        return menu.with("add", settings)
                .with("set", settings)
                .with("remove", Set.of())
                .with("monitor-traffic", Set.of("once"));
    }

    static ShelfMenu files() {
        return new ShelfMenu("/file", List.of(), List.of("name", "type", "size", "last-modified"))
                .with("add", Set.of("name", "type"))
                .with("remove", Set.of())
                .with("print", Set.of("path", "recursive"));
    }

    static ShelfMenu resource() {
        return new ShelfMenu("/system/resource", List.of(), List.of());
    }

    static ShelfMenu subvolumes() {
        return new ShelfMenu("/disk/btrfs/subvolume", List.of(), List.of("name")).with("add", Set.of("name"));
    }

    private static FlagColumn column(char letter, String name) {
        return new FlagColumn(List.of(new Flag(letter, name)));
    }

    private ShelfMenu with(String command, Set<String> arguments) {
        commands.put(command, arguments);
        return this;
    }

    /** Puts an item on the shelf, its properties as {@code name=value} in their print order. */
    ShelfMenu holding(Set<String> flags, String... pairs) {
        items.add(new Item(newId(), path.equals("/file") ? Shelf.human(pairs) : Shelf.properties(pairs), flags));
        return this;
    }

    /** Items before the next one, so that its index is as given. */
    ShelfMenu filledTo(int index) {
        while (items.size() < index) {
            holding(Set.of(), "slot=filler" + items.size());
        }
        return this;
    }

    private String newId() {
        return "*" + Integer.toHexString(lastId.incrementAndGet()).toUpperCase(Locale.ROOT);
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public Map<String, Set<String>> commands() {
        return commands;
    }

    @Override
    public List<FlagColumn> flagColumns() {
        return flagColumns;
    }

    @Override
    public List<String> tableColumns() {
        return tableColumns;
    }

    @Override
    public List<Item> items() {
        return List.copyOf(items);
    }

    @Override
    public String add(Map<String, String> arguments) {
        if (items.stream().anyMatch(item -> Shelf.value(item, "slot").equals(arguments.get("slot")))) {
            throw new ConsoleFailure("failure: already have such entry");
        }
        items.add(new Item(newId(), Shelf.properties(arguments), Set.of()));
        return items.getLast().id();
    }

    @Override
    public void set(Item item, Map<String, String> arguments) {
        Map<String, String> merged = new LinkedHashMap<>();
        item.properties().forEach(property -> merged.put(property.name(), property.value()));
        merged.putAll(arguments);
        items.set(items.indexOf(item), new Item(item.id(), Shelf.properties(merged), item.flags()));
    }

    @Override
    public void remove(Item item) {
        items.remove(item);
    }

    @Override
    public List<String> run(String command, List<Item> targets, Map<String, String> arguments) {
        return List.of(
                command,
                targets.stream().map(item -> Shelf.value(item, "slot")).toList().toString(),
                new TreeSet<>(arguments.keySet()).toString());
    }

    /** How the device shows each property that the tests use. */
    static final class Shelf {
        private static final Set<String> QUOTED = Set.of(
                "slot",
                "slot-default",
                "parent",
                "model",
                "mount-point",
                "state",
                "fs-label",
                "fs-uuid",
                "raid-uuid",
                "comment",
                "nvme-tcp-server-nqn",
                "nvme-tcp-server-allow-host-name");
        private static final Set<String> GROUPED = Set.of("size", "free", "total-inodes", "free-inodes");
        private static final Set<String> NUMBERS =
                Set.of("sector-size", "nvme-tcp-server-port", "file-offset", "raid-device-count");
        private static final Set<String> BOOLEANS = Set.of(
                "mount-filesystem",
                "mount-read-only",
                "compress",
                "nvme-tcp-export",
                "iscsi-export",
                "nfs-sharing",
                "smb-sharing",
                "media-sharing",
                "swap");

        private Shelf() {}

        static List<Property> properties(String... pairs) {
            Map<String, String> values = new LinkedHashMap<>();
            for (String pair : pairs) {
                int at = pair.indexOf('=');
                values.put(pair.substring(0, at), pair.substring(at + 1));
            }
            return properties(values);
        }

        static List<Property> properties(Map<String, String> values) {
            return values.entrySet().stream()
                    .map(entry -> new Property(entry.getKey(), entry.getValue(), style(entry.getKey())))
                    .toList();
        }

        /** Sizes of files are rounded, those of disks are not. */
        static List<Property> human(String... pairs) {
            return properties(pairs).stream()
                    .map(property -> property.name().equals("size")
                            ? new Property("size", property.value(), Style.HUMAN_SIZE)
                            : property)
                    .toList();
        }

        static String value(Item item, String name) {
            return item.properties().stream()
                    .filter(property -> property.name().equals(name))
                    .map(Property::value)
                    .findFirst()
                    .orElse("");
        }

        private static Style style(String name) {
            if (QUOTED.contains(name)) {
                return Style.QUOTED;
            }
            if (GROUPED.contains(name)) {
                return Style.GROUPED;
            }
            if (NUMBERS.contains(name)) {
                return Style.NUMBER;
            }
            if (BOOLEANS.contains(name)) {
                return Style.BOOLEAN;
            }
            return name.equals("file-size") ? Style.HUMAN_SIZE : Style.BARE;
        }
    }
}
