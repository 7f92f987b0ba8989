package io.srvlab.csi.rds.simulator.rds;

import io.srvlab.csi.rds.simulator.console.Item;
import io.srvlab.csi.rds.simulator.console.Menu;
import io.srvlab.csi.rds.simulator.console.Property;
import io.srvlab.csi.rds.simulator.console.Property.Style;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code /disk/btrfs/subvolume}: each is a directory of its pool; one with a parent starts with the parent's files. */
final class Subvolumes implements Menu {
    private static final int FIRST_SUBVOLUME = 256;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private final Map<String, Map<String, String>> byId = new LinkedHashMap<>();
    private final AtomicInteger lastNumber = new AtomicInteger(FIRST_SUBVOLUME - 1);
    private final FileShelf files;
    private final Pools pools;
    private final Box box;

    Subvolumes(FileShelf files, Pools pools, Box box) {
        this.files = files;
        this.pools = pools;
        this.box = box;
    }

    @Override
    public String path() {
        return "/disk/btrfs/subvolume";
    }

    @Override
    public Map<String, Set<String>> commands() {
        return box.profile().subvolume();
    }

    @Override
    public List<FlagColumn> flagColumns() {
        return List.of(
                new FlagColumn(List.of(new Flag('S', "SNAPSHOT"))),
                new FlagColumn(List.of(new Flag('r', "READ-ONLY"))));
    }

    @Override
    public List<String> tableColumns() {
        return List.of("name", "fs", "parent");
    }

    @Override
    public List<Item> items() {
        return byId.entrySet().stream()
                .map(entry -> item(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Item item(String id, Map<String, String> values) {
        Set<String> flags = new TreeSet<>();
        if (!value(values, "parent").isEmpty()) {
            flags.add("SNAPSHOT");
        }
        if (value(values, "read-only").equals("yes")) {
            flags.add("READ-ONLY");
        }
        return new Item(
                id,
                List.of(
                        new Property("name", value(values, "name"), Style.QUOTED),
                        new Property("fs", value(values, "fs"), Style.BARE),
                        new Property("parent", value(values, "parent"), Style.QUOTED),
                        new Property("read-only", values.getOrDefault("read-only", "no"), Style.BOOLEAN),
                        new Property("uuid", value(values, "uuid"), Style.QUOTED),
                        new Property("creation-time", value(values, "creation-time"), Style.BARE),
                        new Property("subvolume-id", value(values, "subvolume-id"), Style.NUMBER),
                        new Property("path", "/" + pathOf(values), Style.BARE)),
                flags);
    }

    private static String value(Map<String, String> values, String name) {
        return values.getOrDefault(name, "");
    }

    private static String pathOf(Map<String, String> values) {
        return value(values, "fs") + "/" + value(values, "name");
    }

    private Optional<Map<String, String>> find(String fs, String name) {
        return byId.values().stream()
                .filter(values ->
                        value(values, "fs").equals(fs) && value(values, "name").equals(name))
                .findFirst();
    }

    @Override
    public String add(Map<String, String> arguments) {
        String name = value(arguments, "name");
        String parent = value(arguments, "parent");
        String fs = pools.named(value(arguments, "fs"))
                .filter(pool -> pool.settings().filesystem().equals("btrfs"))
                .orElseThrow(() -> box.failure(ErrorText.NO_ITEM))
                .settings()
                .name();
        if (name.isEmpty() || find(fs, name).isPresent()) {
            throw box.failure(name.isEmpty() ? ErrorText.NO_NAME : ErrorText.DUPLICATE_SLOT);
        }
        if (!parent.isEmpty() && find(fs, parent).isEmpty()) {
            throw box.failure(ErrorText.NO_ITEM);
        }
        make(fs + "/" + name, parent.isEmpty() ? "" : fs + "/" + parent);
        return keep(fs, arguments);
    }

    private void make(String path, String parent) {
        if (parent.isEmpty()) {
            files.makeDirectory(path);
        } else {
            files.find(parent).ifPresent(source -> files.snapshot(source, path));
        }
    }

    private String keep(String fs, Map<String, String> arguments) {
        int number = lastNumber.incrementAndGet();
        Map<String, String> values = new LinkedHashMap<>(arguments);
        values.put("fs", fs);
        values.put("subvolume-id", Integer.toString(number));
        values.put("uuid", new UUID(box.random().nextLong(), box.random().nextLong()).toString());
        values.put("creation-time", box.now().format(TIME));
        String id = "*" + Integer.toHexString(number).toUpperCase(Locale.ROOT);
        byId.put(id, Map.copyOf(values));
        return id;
    }

    @Override
    public void set(Item item, Map<String, String> arguments) {
        Map<String, String> before = byId.getOrDefault(item.id(), Map.of());
        Map<String, String> values = new LinkedHashMap<>(before);
        values.putAll(arguments);
        byId.put(item.id(), Map.copyOf(values));
        if (!pathOf(values).equals(pathOf(before))) {
            make(pathOf(values), pathOf(before));
            files.find(pathOf(before)).ifPresent(files::remove);
        }
    }

    @Override
    public void remove(Item item) {
        Map<String, String> values = byId.remove(item.id());
        if (values != null) {
            files.find(pathOf(values)).ifPresent(files::remove);
        }
    }

    @Override
    public List<String> run(String command, List<Item> targets, Map<String, String> arguments) {
        return List.of();
    }
}
