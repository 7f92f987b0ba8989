package io.srvlab.csi.rds.simulator.host;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** dmsetup(8) for multipath maps of one path, in bio mode, with that tool's words, exit statuses and texts. */
final class SimulatedMaps {
    private static final Pattern TABLE = Pattern.compile(
            "0 ([0-9]+) multipath 3 queue_if_no_path queue_mode bio 0 1 1 round-robin 0 1 1 259:([0-9]+) 1000");

    private final SimulatedKernel kernel;
    private final SimulatedMounts mounts;
    private final Map<String, SimulatedMap> maps = new LinkedHashMap<>();

    SimulatedMaps(SimulatedKernel kernel, SimulatedMounts mounts) {
        this.kernel = kernel;
        this.mounts = mounts;
    }

    String run(Words words) throws IOException {
        List<String> plain = words.plain();
        String name = plain.size() > 1 ? plain.get(1) : "";
        return switch (plain.getFirst()) {
            case "target-version" -> "multipath        v1.14.0\n";
            case "create" -> create(name, words);
            case "load" -> change(name, map -> map.load(table(words)));
            case "clear" -> change(name, SimulatedMap::clear);
            case "suspend" -> change(name, SimulatedMap::suspend);
            case "resume" -> change(name, SimulatedMap::resume);
            case "message" -> message(name, plain.get(3));
            case "remove" -> remove(name, words.after("--uuid"));
            case "info" -> mounts.opens(known(name)) + "\n";
            case "status" -> status();
            case "table" -> table(known(name));
            default -> throw new Refused(1, "Unknown command");
        };
    }

    Optional<SimulatedMap> find(int minor) {
        return maps.values().stream().filter(map -> map.minor() == minor).findFirst();
    }

    private String create(String name, Words words) throws IOException {
        if (maps.containsKey(name)) {
            throw new Refused(1, "device-mapper: create ioctl on " + name + " failed: Device or resource busy");
        }
        int minor = IntStream.iterate(0, n -> n + 1)
                .filter(n -> find(n).isEmpty())
                .findFirst()
                .orElse(0);
        SimulatedMap map = new SimulatedMap(name, words.after("--uuid"), minor);
        SimulatedMap.Table table = words.has("--notable") ? null : table(words);
        if (table != null) {
            map.load(table);
            map.resume();
        }
        maps.put(name, map);
        show(map);
        return "";
    }

    private String change(String name, Consumer<SimulatedMap> change) throws IOException {
        SimulatedMap map = known(name);
        change.accept(map);
        show(map);
        mounts.settle();
        return "";
    }

    private String message(String name, String message) throws IOException {
        if (known(name).suspended()) {
            throw new Refused(1, "device-mapper: message ioctl on " + name + "  failed: Device or resource busy");
        }
        return change(name, map -> tell(map, message));
    }

    private static void tell(SimulatedMap map, String message) {
        switch (message.split(" ", 2)[0]) {
            case "queue_if_no_path" -> map.queueing(true);
            case "fail_if_no_path" -> map.queueing(false);
            case "fail_path" -> map.giveUp(true);
            case "reinstate_path" -> map.giveUp(false);
            default -> throw new IllegalArgumentException(message);
        }
    }

    private void show(SimulatedMap map) throws IOException {
        if (map.hasTable()) {
            kernel.show(map);
        }
    }

    /** By its name, or, where that is not given, by its UUID. */
    private String remove(String name, String uuid) throws IOException {
        SimulatedMap map = known(name.isEmpty() ? named(uuid) : name);
        if (mounts.opens(map) > 0) {
            throw new Refused(
                    1, "device-mapper: remove ioctl on " + map.mapName() + "  failed: Device or resource busy");
        }
        maps.remove(map.mapName());
        kernel.hide(map);
        return "";
    }

    private String named(String uuid) {
        return maps.values().stream()
                .filter(map -> map.uuid().equals(uuid))
                .map(SimulatedMap::mapName)
                .findFirst()
                .orElse("");
    }

    private String status() {
        return maps.values().stream()
                .filter(map -> map.live() != null)
                .map(map -> map.mapName() + ": 0 1 multipath 2 0 0 0 1 1 E 0 1 0 259:1 "
                        + (map.gaveUp() ? "F 1" : "A 0") + "\n")
                .collect(Collectors.joining());
    }

    private static String table(SimulatedMap map) {
        SimulatedMap.Table table = map.live();
        String features = map.queueing() ? "3 queue_if_no_path queue_mode bio" : "2 queue_mode bio";
        return table == null
                ? ""
                : "0 " + table.sectors() + " multipath " + features + " 0 1 1 round-robin 0 1 1 "
                        + table.path().majorMinor() + " 1\n";
    }

    private SimulatedMap known(String name) throws IOException {
        SimulatedMap map = maps.get(name);
        if (map == null) {
            throw new Refused(1, "Device " + name + " not found");
        }
        return map;
    }

    private SimulatedMap.Table table(Words words) {
        Matcher table = TABLE.matcher(words.after("--table"));
        if (!table.matches()) {
            throw new IllegalArgumentException("not a table of the kind that is known: " + words.after("--table"));
        }
        SimulatedDevice path = kernel.byNumber(Integer.parseInt(table.group(2)))
                .orElseThrow(() -> new IllegalArgumentException("reload ioctl failed: Invalid argument"));
        return new SimulatedMap.Table(Long.parseLong(table.group(1)), path);
    }
}
