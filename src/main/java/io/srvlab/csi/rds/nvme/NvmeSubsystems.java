package io.srvlab.csi.rds.nvme;

import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.Nqn;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads sysfs. Entries below /sys/class are symlinks, and an entry may vanish while it is read. A device's name says nothing
 * (controller nvme1 may own nvme0n2): the way is always NQN, subsystem, namespace head, major:minor.
 */
final class NvmeSubsystems {
    /** A namespace head; nvme0c0n1, a hidden path of one, has no device node. */
    private static final Pattern HEAD = Pattern.compile("nvme[0-9]+n[0-9]+");

    private static final Pattern CONTROLLER = Pattern.compile("nvme[0-9]+");
    private static final List<String> JOURNALING = List.of("ext4", "xfs");
    private static final int SECTOR = 512;

    private final Path sys;
    private final Path dev;

    NvmeSubsystems(Path sys, Path dev) {
        this.sys = sys;
        this.dev = dev;
    }

    /** The controllers connected to the NQN, in whatever state. */
    List<String> controllers(Nqn nqn) throws IOException {
        return named(sys.resolve("class/nvme"), nqn).stream()
                .map(NvmeSubsystems::name)
                .filter(name -> CONTROLLER.matcher(name).matches())
                .toList();
    }

    /** The device of the NQN's one namespace, if it is there with its node and a size. */
    Optional<BlockDevice> device(Nqn nqn) throws IOException {
        List<BlockDevice> found = new ArrayList<>();
        for (String head : heads(nqn)) {
            device(head).ifPresent(found::add);
        }
        if (found.size() > 1) {
            throw new Failure.Unexpected(
                    nqn + " has several namespaces: " + found, "a volume's export has one namespace");
        }
        return found.stream().findFirst();
    }

    /**
     * Whether the kernel still has a filesystem or another device on top. A mount that has left mountinfo may still be
     * writing (umount hangs while the target is away); its entry in /sys/fs goes when the filesystem is really closed.
     */
    boolean inUse(BlockDevice device) throws IOException {
        boolean mounted = JOURNALING.stream()
                .anyMatch(type -> Files.exists(sys.resolve("fs").resolve(type).resolve(device.name())));
        return mounted || !children(block(device.name()).resolve("holders")).isEmpty();
    }

    /** With NVMe multipath off the namespaces hang below their controller instead of the subsystem. */
    private List<String> heads(Nqn nqn) throws IOException {
        List<Path> owners = new ArrayList<>(named(sys.resolve("class/nvme-subsystem"), nqn));
        owners.addAll(named(sys.resolve("class/nvme"), nqn));
        List<Path> entries = new ArrayList<>();
        for (Path owner : owners) {
            entries.addAll(children(owner));
        }
        Stream<String> names = entries.stream().map(NvmeSubsystems::name);
        return names.filter(name -> HEAD.matcher(name).matches())
                .distinct()
                .sorted()
                .toList();
    }

    private Optional<BlockDevice> device(String head) throws IOException {
        String majorMinor = attribute(block(head).resolve("dev"));
        String sectors = attribute(block(head).resolve("size"));
        Path node = dev.resolve(head);
        if (majorMinor.isEmpty() || !sectors.matches("[1-9][0-9]*") || !Files.exists(node)) {
            return Optional.empty();
        }
        Capacity size = new Capacity(Math.multiplyExact(Long.parseLong(sectors), SECTOR));
        return Optional.of(new BlockDevice(head, node, majorMinor, size));
    }

    private Path block(String head) {
        return sys.resolve("block").resolve(head);
    }

    private static List<Path> named(Path directory, Nqn nqn) throws IOException {
        List<Path> named = new ArrayList<>();
        for (Path entry : children(directory)) {
            if (attribute(entry.resolve("subsysnqn")).equals(nqn.value())) {
                named.add(entry);
            }
        }
        return named;
    }

    private static List<Path> children(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            List<Path> children = new ArrayList<>();
            entries.forEach(children::add);
            return children;
        } catch (NoSuchFileException | NotDirectoryException gone) {
            return List.of();
        }
    }

    private static String attribute(Path file) throws IOException {
        try {
            return Files.readString(file).strip();
        } catch (IOException fault) {
            if (gone(fault)) {
                return "";
            }
            throw fault;
        }
    }

    /** ENODEV: the attribute was still there when it was opened. */
    private static boolean gone(IOException fault) {
        return fault instanceof NoSuchFileException
                || String.valueOf(fault.getMessage()).contains("No such device");
    }

    private static String name(Path entry) {
        return entry.getFileName().toString();
    }
}
