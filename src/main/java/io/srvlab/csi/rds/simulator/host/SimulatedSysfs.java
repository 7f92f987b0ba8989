package io.srvlab.csi.rds.simulator.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The part of sysfs and devtmpfs that NVMe over Fabrics and device-mapper fill, laid out as Linux 6.1 does, with symlinks where it has them. */
final class SimulatedSysfs {
    private static final int SECTOR = 512;

    private final Path sys;
    private final Path dev;

    SimulatedSysfs(Path sys, Path dev) throws IOException {
        this.sys = sys;
        this.dev = dev;
        for (String directory : new String[] {"class/nvme", "class/nvme-subsystem", "block", "fs"}) {
            Files.createDirectories(sys.resolve(directory));
        }
        Files.createDirectories(dev);
    }

    /** {@code heads}: whether the connection brings its namespace's device. */
    void add(SimulatedDevice device, String address, boolean heads) throws IOException {
        Path controller = controller(device);
        FileTree.write(controller.resolve("subsysnqn"), device.nqn() + "\n");
        FileTree.write(controller.resolve("address"), address + "\n");
        FileTree.write(controller.resolve("transport"), "tcp\n");
        FileTree.write(controller.resolve("cntlid"), "1\n");
        FileTree.write(controller.resolve("model"), "Simulated RDS\n");
        Files.createDirectories(controller.resolve(device.name().replaceFirst("n([0-9]+)$", "c0n$1")));
        state(device);
        FileTree.write(subsystem(device).resolve("subsysnqn"), device.nqn() + "\n");
        if (heads) {
            head(device);
        }
        FileTree.link(subsystem(device).resolve(device.controller()), controller);
        FileTree.link(sys.resolve("class/nvme-subsystem/nvme-subsys" + device.subsystem()), subsystem(device));
        FileTree.link(sys.resolve("class/nvme").resolve(device.controller()), controller);
    }

    /** The namespace's device, with its node. */
    void head(SimulatedDevice device) throws IOException {
        Path head = headDirectory(device);
        UUID id = UUID.nameUUIDFromBytes(
                (device.identity().isEmpty() ? device.nqn() : device.identity()).getBytes(StandardCharsets.UTF_8));
        FileTree.write(head.resolve("dev"), device.majorMinor() + "\n");
        FileTree.write(head.resolve("uuid"), id + "\n");
        FileTree.write(head.resolve("wwid"), "uuid." + id + "\n");
        Files.createDirectories(head.resolve("holders"));
        size(device);
        FileTree.link(dev.resolve(device.name()), device.image());
        FileTree.link(sys.resolve("block").resolve(device.name()), head);
    }

    void removeHead(SimulatedDevice device) throws IOException {
        Files.deleteIfExists(sys.resolve("block").resolve(device.name()));
        Files.deleteIfExists(dev.resolve(device.name()));
        FileTree.remove(headDirectory(device));
    }

    /** The subsystem goes with its last controller. */
    void remove(SimulatedDevice device, boolean last) throws IOException {
        Files.deleteIfExists(sys.resolve("class/nvme").resolve(device.controller()));
        removeHead(device);
        Files.deleteIfExists(subsystem(device).resolve(device.controller()));
        if (last) {
            Files.deleteIfExists(sys.resolve("class/nvme-subsystem/nvme-subsys" + device.subsystem()));
            FileTree.remove(subsystem(device));
        }
        FileTree.remove(controller(device));
    }

    /** A map's device, with its node; what it is over shows as links, which dangle when that has gone. */
    void show(SimulatedMap map) throws IOException {
        Path block = mapDirectory(map);
        FileTree.write(block.resolve("dev"), map.majorMinor() + "\n");
        FileTree.write(block.resolve("dm/name"), map.mapName() + "\n");
        FileTree.write(block.resolve("dm/uuid"), map.uuid() + "\n");
        FileTree.write(block.resolve("dm/suspended"), (map.suspended() ? 1 : 0) + "\n");
        SimulatedMap.Table table = map.live();
        FileTree.write(block.resolve("size"), (table == null ? 0 : table.sectors()) + "\n");
        Files.createDirectories(block.resolve("holders"));
        Files.createDirectories(block.resolve("slaves"));
        List<SimulatedDevice> paths = map.paths().toList();
        letGo(map, paths);
        for (SimulatedDevice path : paths) {
            FileTree.link(block.resolve("slaves").resolve(path.name()), headDirectory(path));
            FileTree.link(headDirectory(path).resolve("holders").resolve(map.name()), block);
        }
        FileTree.link(sys.resolve("block").resolve(map.name()), block);
        FileTree.link(dev.resolve(map.name()), table == null ? block : map.image());
    }

    private void letGo(SimulatedMap map, List<SimulatedDevice> kept) throws IOException {
        List<String> names = kept.stream().map(SimulatedDevice::name).toList();
        for (Path slave : FileTree.below(mapDirectory(map).resolve("slaves"))) {
            if (!names.contains(slave.getFileName().toString())) {
                Files.deleteIfExists(slave.resolve("holders").resolve(map.name()));
                Files.delete(slave);
            }
        }
    }

    void hide(SimulatedMap map) throws IOException {
        Files.deleteIfExists(sys.resolve("block").resolve(map.name()));
        Files.deleteIfExists(dev.resolve(map.name()));
        if (map.hasTable()) {
            letGo(map, List.of());
        }
        FileTree.remove(mapDirectory(map));
    }

    boolean isConnected(Collection<SimulatedDevice> devices, String nqn, String address) throws IOException {
        for (SimulatedDevice device : devices) {
            String known =
                    Files.readString(controller(device).resolve("address")).strip();
            if (device.nqn().equals(nqn) && known.equals(address)) {
                return true;
            }
        }
        return false;
    }

    void state(SimulatedDevice device) throws IOException {
        String state = device.attachment().live() ? "live\n" : "connecting\n";
        FileTree.write(controller(device).resolve("state"), state);
    }

    void size(SimulatedDevice device) throws IOException {
        long sectors = device.attachment().size() / SECTOR;
        FileTree.write(headDirectory(device).resolve("size"), sectors + "\n");
    }

    long sizeSeen(SimulatedBlock block) throws IOException {
        String sectors = Files.readString(
                        sys.resolve("block").resolve(block.name()).resolve("size"))
                .strip();
        return Long.parseLong(sectors) * SECTOR;
    }

    /** What the kernel shows as long as a filesystem's superblock lives. */
    void mounted(SimulatedBlock device, String type) throws IOException {
        Files.createDirectories(sys.resolve("fs").resolve(type).resolve(device.name()));
    }

    void unmounted(SimulatedBlock device, String type) throws IOException {
        Files.deleteIfExists(sys.resolve("fs").resolve(type).resolve(device.name()));
    }

    private Path headDirectory(SimulatedDevice device) {
        return subsystem(device).resolve(device.name());
    }

    private Path mapDirectory(SimulatedMap map) {
        return sys.resolve("devices/virtual/block").resolve(map.name());
    }

    private Path subsystem(SimulatedDevice device) {
        return sys.resolve("devices/virtual/nvme-subsystem/nvme-subsys" + device.subsystem());
    }

    private Path controller(SimulatedDevice device) {
        return sys.resolve("devices/virtual/nvme-fabrics/ctl").resolve(device.controller());
    }
}
