package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.volume.Nqn;
import io.srvlab.csi.rds.volume.NvmeTarget;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** The kernel's own NVMe/TCP target, by configfs: one subsystem per volume, a file behind each, and two addresses. */
final class NvmetTarget {
    static final String FIRST = "127.0.0.1";
    static final String SECOND = "127.0.0.2";

    private static final Path CONFIG = Path.of("/sys/kernel/config/nvmet");

    private final Path images;

    NvmetTarget(Path images) throws IOException {
        this.images = Files.createDirectories(images);
        port("1", FIRST);
        port("2", SECOND);
    }

    Path image(String name, long size) throws IOException {
        Path image = images.resolve(name);
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(size);
        }
        return image;
    }

    NvmeTarget at(String address, Nqn nqn) {
        return new NvmeTarget(address, 4420, nqn);
    }

    void create(Nqn nqn, Path image) throws IOException {
        Path subsystem = subsystem(nqn);
        Files.createDirectory(subsystem);
        write(subsystem.resolve("attr_allow_any_host"), "1");
        Files.createDirectory(subsystem.resolve("namespaces/1"));
        enable(nqn, image);
    }

    /** As a target that has built its configuration anew: the namespace calls itself something else. */
    void rebuild(Nqn nqn, Path image) throws IOException {
        write(subsystem(nqn).resolve("namespaces/1/enable"), "0");
        enable(nqn, image);
    }

    void on(Nqn nqn, String address) throws IOException {
        Files.createSymbolicLink(link(nqn, address), subsystem(nqn));
    }

    void off(Nqn nqn, String address) throws IOException {
        Files.delete(link(nqn, address));
    }

    private void enable(Nqn nqn, Path image) throws IOException {
        Path namespace = subsystem(nqn).resolve("namespaces/1");
        write(namespace.resolve("device_path"), image.toString());
        write(namespace.resolve("device_uuid"), UUID.randomUUID().toString());
        write(namespace.resolve("buffered_io"), "1");
        write(namespace.resolve("enable"), "1");
    }

    private static void port(String name, String address) throws IOException {
        Path port = Files.createDirectory(CONFIG.resolve("ports").resolve(name));
        write(port.resolve("addr_trtype"), "tcp");
        write(port.resolve("addr_adrfam"), "ipv4");
        write(port.resolve("addr_traddr"), address);
        write(port.resolve("addr_trsvcid"), "4420");
    }

    private static Path subsystem(Nqn nqn) {
        return CONFIG.resolve("subsystems").resolve(nqn.value());
    }

    private static Path link(Nqn nqn, String address) {
        return CONFIG.resolve("ports")
                .resolve(address.equals(FIRST) ? "1" : "2")
                .resolve("subsystems")
                .resolve(nqn.value());
    }

    private static void write(Path attribute, String text) throws IOException {
        Files.writeString(attribute, text);
    }
}
