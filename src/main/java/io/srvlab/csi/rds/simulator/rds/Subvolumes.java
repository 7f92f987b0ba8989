package io.srvlab.csi.rds.simulator.rds;

import io.srvlab.csi.rds.simulator.console.Item;
import io.srvlab.csi.rds.simulator.console.Menu;
import io.srvlab.csi.rds.simulator.console.Property;
import io.srvlab.csi.rds.simulator.console.Property.Style;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** {@code /disk/btrfs/subvolume}: each is a directory of the pool; one with a parent starts with the parent's files. */
final class Subvolumes implements Menu {
    private static final int FIRST_SUBVOLUME = 256;
    private final Map<String, Map<String, String>> byName = new LinkedHashMap<>();
    private final FileShelf files;
    private final Pool pool;
    private final Box box;

    Subvolumes(FileShelf files, Pool pool, Box box) {
        this.files = files;
        this.pool = pool;
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
        return byName.entrySet().stream()
                .map(entry -> item(entry.getKey(), entry.getValue()))
                .toList();
    }

    private Item item(String name, Map<String, String> values) {
        Set<String> flags = new TreeSet<>();
        if (!values.getOrDefault("parent", "").isEmpty()) {
            flags.add("SNAPSHOT");
        }
        if ("yes".equals(values.get("read-only"))) {
            flags.add("READ-ONLY");
        }
        return new Item(
                values.getOrDefault("id", ""),
                List.of(
                        new Property("name", name, Style.QUOTED),
                        new Property("fs", pool.settings().name(), Style.BARE),
                        new Property("parent", values.getOrDefault("parent", ""), Style.QUOTED),
                        new Property("read-only", values.getOrDefault("read-only", "no"), Style.BOOLEAN),
                        new Property("path", "/" + pathOf(name), Style.BARE)),
                flags);
    }

    private String pathOf(String name) {
        return pool.settings().name() + "/" + name;
    }

    @Override
    public String add(Map<String, String> arguments) {
        String name = arguments.getOrDefault("name", "");
        String parent = arguments.getOrDefault("parent", "");
        boolean poolKnown =
                Set.of(pool.settings().name(), pool.settings().label()).contains(arguments.getOrDefault("fs", ""));
        if (!pool.settings().filesystem().equals("btrfs") || !poolKnown) {
            throw box.failure(ErrorText.NO_ITEM);
        }
        if (name.isEmpty() || byName.containsKey(name)) {
            throw box.failure(name.isEmpty() ? ErrorText.NO_NAME : ErrorText.DUPLICATE_SLOT);
        }
        if (!parent.isEmpty() && !byName.containsKey(parent)) {
            throw box.failure(ErrorText.NO_ITEM);
        }
        make(name, parent);
        Map<String, String> values = new LinkedHashMap<>(arguments);
        values.put("id", "*" + Integer.toHexString(FIRST_SUBVOLUME + byName.size()));
        byName.put(name, Map.copyOf(values));
        return values.getOrDefault("id", "");
    }

    private void make(String name, String parent) {
        if (parent.isEmpty()) {
            files.makeDirectory(pathOf(name));
        } else {
            files.find(pathOf(parent)).ifPresent(source -> files.copy(source, pathOf(name)));
        }
    }

    @Override
    public void set(Item item, Map<String, String> arguments) {
        String name = FileMenu.nameOf(item);
        Map<String, String> values = new LinkedHashMap<>(byName.getOrDefault(name, Map.of()));
        values.putAll(arguments);
        byName.put(name, Map.copyOf(values));
    }

    @Override
    public void remove(Item item) {
        String name = FileMenu.nameOf(item);
        files.find(pathOf(name)).ifPresent(files::remove);
        byName.remove(name);
    }

    @Override
    public List<String> run(String command, List<Item> targets, Map<String, String> arguments) {
        return List.of();
    }
}
