package io.srvlab.csi.rds.nvme;

import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.Nqn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads sysfs. Entries below /sys/class are symlinks, and an entry may vanish while it is read. A device's name says nothing
 * (controller nvme1 may own nvme0n2): the way is always NQN, subsystem, namespace head, major:minor.
 */
final class NvmeSubsystems {
    /** A namespace head; nvme0c0n1, a hidden path of one, has no device node. */
    private static final Pattern HEAD = Pattern.compile("nvme[0-9]+n[0-9]+");

    private static final Pattern MAP = Pattern.compile("dm-[0-9]+");
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
    List<NvmeController> controllers(Nqn nqn) throws IOException {
        List<NvmeController> found = new ArrayList<>();
        for (Path entry : named(sys.resolve("class/nvme"), nqn)) {
            controller(entry).ifPresent(found::add);
        }
        return found;
    }

    /** Everything at once, by NQN: one look for all the volumes of a node. */
    Map<String, NvmePaths> survey() throws IOException {
        Map<String, List<NvmeController>> controllers = new TreeMap<>();
        Map<String, Set<String>> heads = new TreeMap<>();
        for (Path entry : Sysfs.children(sys.resolve("class/nvme"))) {
            String nqn = Sysfs.attribute(entry.resolve("subsysnqn"));
            List<NvmeController> ofNqn = controllers.computeIfAbsent(nqn, first -> new ArrayList<>());
            controller(entry).ifPresent(ofNqn::add);
            heads.computeIfAbsent(nqn, first -> new TreeSet<>()).addAll(headsBelow(entry));
        }
        for (Path entry : Sysfs.children(sys.resolve("class/nvme-subsystem"))) {
            String nqn = Sysfs.attribute(entry.resolve("subsysnqn"));
            heads.computeIfAbsent(nqn, first -> new TreeSet<>()).addAll(headsBelow(entry));
        }
        Map<String, NvmePaths> paths = new TreeMap<>();
        for (String nqn : heads.keySet()) {
            paths.put(nqn, new NvmePaths(controllers.getOrDefault(nqn, List.of()), only(heads.get(nqn))));
        }
        return paths;
    }

    /** What the target says that the namespace is. */
    NamespaceIdentity identity(Nqn nqn, BlockDevice head) throws IOException {
        List<Path> controllers = named(sys.resolve("class/nvme"), nqn);
        String model = controllers.isEmpty()
                ? ""
                : Sysfs.attribute(controllers.getFirst().resolve("model"));
        return new NamespaceIdentity(Sysfs.attribute(block(head.name()).resolve("wwid")), model);
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
        return mounted
                || !Sysfs.children(block(device.name()).resolve("holders")).isEmpty();
    }

    /** Whether what was an NVMe device or a map of this number is there no more. */
    boolean hasGone(String source, String majorMinor) throws IOException {
        String name = source.substring(source.lastIndexOf('/') + 1);
        return (HEAD.matcher(name).matches() || MAP.matcher(name).matches())
                && !Files.exists(sys.resolve("dev/block").resolve(majorMinor))
                && !Sysfs.attribute(block(name).resolve("dev")).equals(majorMinor);
    }

    /** With NVMe multipath off the namespaces hang below their controller instead of the subsystem. */
    private Set<String> heads(Nqn nqn) throws IOException {
        List<Path> owners = new ArrayList<>(named(sys.resolve("class/nvme-subsystem"), nqn));
        owners.addAll(named(sys.resolve("class/nvme"), nqn));
        Set<String> heads = new TreeSet<>();
        for (Path owner : owners) {
            heads.addAll(headsBelow(owner));
        }
        return heads;
    }

    private static List<String> headsBelow(Path owner) throws IOException {
        return Sysfs.children(owner).stream()
                .map(Sysfs::name)
                .filter(name -> HEAD.matcher(name).matches())
                .toList();
    }

    private @Nullable BlockDevice only(@Nullable Set<String> heads) throws IOException {
        List<BlockDevice> present = new ArrayList<>();
        for (String head : heads == null ? Set.<String>of() : heads) {
            device(head).ifPresent(present::add);
        }
        return present.size() == 1 ? present.getFirst() : null;
    }

    private static Optional<NvmeController> controller(Path entry) throws IOException {
        String name = Sysfs.name(entry);
        String state = Sysfs.attribute(entry.resolve("state"));
        String address = Sysfs.attribute(entry.resolve("address"));
        return CONTROLLER.matcher(name).matches()
                ? Optional.of(new NvmeController(name, state, address))
                : Optional.empty();
    }

    private Optional<BlockDevice> device(String head) throws IOException {
        String majorMinor = Sysfs.attribute(block(head).resolve("dev"));
        String sectors = Sysfs.attribute(block(head).resolve("size"));
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
        for (Path entry : Sysfs.children(directory)) {
            if (Sysfs.attribute(entry.resolve("subsysnqn")).equals(nqn.value())) {
                named.add(entry);
            }
        }
        return named;
    }
}
