package io.srvlab.csi.rds.nvme;

import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Capacity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds this driver's maps in sysfs, by their UUIDs; the number of a device-mapper device says nothing. */
final class ShieldMaps {
    private static final int SECTOR = 512;

    private final Path sys;
    private final Path dev;

    ShieldMaps(Path sys, Path dev) {
        this.sys = sys;
        this.dev = dev;
    }

    /** By name. */
    Map<String, ShieldMap> all() throws IOException {
        Map<String, ShieldMap> maps = new TreeMap<>();
        for (Path block : Sysfs.children(sys.resolve("block"))) {
            if (Sysfs.name(block).startsWith("dm-")) {
                map(block).ifPresent(map -> maps.put(map.name(), map));
            }
        }
        return maps;
    }

    private Optional<ShieldMap> map(Path block) throws IOException {
        String uuid = Sysfs.attribute(block.resolve("dm/uuid"));
        String name = Sysfs.attribute(block.resolve("dm/name"));
        String number = Sysfs.attribute(block.resolve("dev"));
        String sectors = Sysfs.attribute(block.resolve("size"));
        if (!ShieldMap.isOurs(uuid) || !uuid.equals(name) || number.isEmpty() || sectors.isEmpty()) {
            return Optional.empty();
        }
        String kernelName = Sysfs.name(block);
        Capacity size = new Capacity(Math.multiplyExact(Long.parseLong(sectors), SECTOR));
        BlockDevice device = new BlockDevice(kernelName, dev.resolve(kernelName), number, size);
        boolean suspended = Sysfs.attribute(block.resolve("dm/suspended")).equals("1");
        return Optional.of(new ShieldMap(name, device, suspended, paths(block)));
    }

    private static Set<String> paths(Path block) throws IOException {
        Set<String> numbers = new TreeSet<>();
        for (Path slave : Sysfs.children(block.resolve("slaves"))) {
            numbers.add(Sysfs.attribute(slave.resolve("dev")));
        }
        return numbers;
    }
}
