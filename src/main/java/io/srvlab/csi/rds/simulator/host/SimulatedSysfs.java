package io.srvlab.csi.rds.simulator.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** The part of sysfs and devtmpfs that NVMe over Fabrics fills, laid out as Linux 6.1 does, with symlinks where it has them. */
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

    void add(SimulatedDevice device, String address) throws IOException {
        Path controller = controller(device);
        FileTree.write(controller.resolve("subsysnqn"), device.nqn() + "\n");
        FileTree.write(controller.resolve("address"), address + "\n");
        FileTree.write(controller.resolve("transport"), "tcp\n");
        FileTree.write(controller.resolve("cntlid"), "1\n");
        Files.createDirectories(controller.resolve(device.head().replaceFirst("n([0-9]+)$", "c0n$1")));
        state(device);
        FileTree.write(subsystem(device).resolve("subsysnqn"), device.nqn() + "\n");
        head(device);
        FileTree.link(subsystem(device).resolve(device.controller()), controller);
        FileTree.link(dev.resolve(device.head()), device.image());
        FileTree.link(sys.resolve("block").resolve(device.head()), headDirectory(device));
        FileTree.link(sys.resolve("class/nvme-subsystem/nvme-subsys" + device.subsystem()), subsystem(device));
        FileTree.link(sys.resolve("class/nvme").resolve(device.controller()), controller);
    }

    void remove(SimulatedDevice device) throws IOException {
        Files.deleteIfExists(sys.resolve("class/nvme").resolve(device.controller()));
        Files.deleteIfExists(sys.resolve("class/nvme-subsystem/nvme-subsys" + device.subsystem()));
        Files.deleteIfExists(sys.resolve("block").resolve(device.head()));
        Files.deleteIfExists(dev.resolve(device.head()));
        FileTree.remove(subsystem(device));
        FileTree.remove(controller(device));
    }

    void state(SimulatedDevice device) throws IOException {
        String state = device.attachment().live() ? "live\n" : "connecting\n";
        FileTree.write(controller(device).resolve("state"), state);
    }

    void size(SimulatedDevice device) throws IOException {
        long sectors = device.attachment().size() / SECTOR;
        FileTree.write(headDirectory(device).resolve("size"), sectors + "\n");
    }

    long sizeSeen(SimulatedDevice device) throws IOException {
        String sectors = Files.readString(headDirectory(device).resolve("size")).strip();
        return Long.parseLong(sectors) * SECTOR;
    }

    /** What the kernel shows as long as a filesystem's superblock lives. */
    void mounted(SimulatedDevice device, String type) throws IOException {
        Files.createDirectories(sys.resolve("fs").resolve(type).resolve(device.head()));
    }

    void unmounted(SimulatedDevice device, String type) throws IOException {
        Files.deleteIfExists(sys.resolve("fs").resolve(type).resolve(device.head()));
    }

    private void head(SimulatedDevice device) throws IOException {
        Path head = headDirectory(device);
        FileTree.write(head.resolve("dev"), device.majorMinor() + "\n");
        FileTree.write(
                head.resolve("uuid"), UUID.nameUUIDFromBytes(device.nqn().getBytes(StandardCharsets.UTF_8)) + "\n");
        Files.createDirectories(head.resolve("holders"));
        size(device);
    }

    private Path headDirectory(SimulatedDevice device) {
        return subsystem(device).resolve(device.head());
    }

    private Path subsystem(SimulatedDevice device) {
        return sys.resolve("devices/virtual/nvme-subsystem/nvme-subsys" + device.subsystem());
    }

    private Path controller(SimulatedDevice device) {
        return sys.resolve("devices/virtual/nvme-fabrics/ctl").resolve(device.controller());
    }
}
