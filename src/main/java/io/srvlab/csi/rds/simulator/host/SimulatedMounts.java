package io.srvlab.csi.rds.simulator.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The mount table. A mount point is a symlink to the directory that stands for the filesystem, an unmounted one the empty
 * directory it was before; so no privileges are needed, and ls sees what a pod would see.
 */
final class SimulatedMounts {
    private static final int REFUSED = 32;
    private static final String ROOT = "1 0 8:1 / / rw,relatime shared:1 - ext4 /dev/root rw\n";

    private final SimulatedKernel kernel;
    private final Path backings;
    private final Path mountinfo;
    private final List<SimulatedMount> mounts = new ArrayList<>();
    private final List<SimulatedMount> closing = new ArrayList<>();
    private final AtomicInteger ids = new AtomicInteger(100);

    SimulatedMounts(SimulatedKernel kernel, Path backings, Path mountinfo) throws IOException {
        this.kernel = kernel;
        this.backings = backings;
        this.mountinfo = mountinfo;
        publish();
    }

    void mount(SimulatedBlock device, Path point, String type, List<String> options) throws IOException {
        ImageFilesystem filesystem = new ImageFilesystem(device.image());
        if (!filesystem.type().filter(type::equals).isPresent()) {
            throw new Refused(REFUSED, "mount: wrong fs type, bad option, bad superblock on " + kernel.node(device));
        }
        requireOtherUuid(device, type, options);
        Path backing = backings.resolve(device.name() + "-" + device.minor());
        boolean first = of(device).isEmpty();
        requireEmpty(point);
        if (first) {
            ImageFiles.load(device.image(), backing);
            kernel.hold(device, type);
        }
        attach(device, point, backing, type, options.contains("ro") ? "ro" : "rw");
    }

    void bind(Path source, Path point) throws IOException {
        SimulatedMount mounted =
                at(source).orElseThrow(() -> new Refused(REFUSED, "mount: " + source + " is no mount"));
        requireEmpty(point);
        attach(
                mounted.device(),
                point,
                mounted.backing(),
                mounted.type(),
                mounted.options().getFirst());
    }

    void remount(Path point, List<String> options) throws IOException {
        SimulatedMount mounted =
                at(point).orElseThrow(() -> new Refused(REFUSED, "mount: " + point + ": mount point not mounted"));
        List<String> shown = List.of(options.contains("ro") ? "ro" : "rw", "relatime");
        mounts.set(mounts.indexOf(mounted), mounted.with(shown));
        publish();
    }

    /** Like the kernel's: out of the table at once, and then it hangs if the target is away. */
    void unmount(Path point) throws IOException {
        SimulatedMount mounted =
                at(point).orElseThrow(() -> new Refused(REFUSED, "umount: " + point + ": not mounted."));
        mounts.remove(mounted);
        Files.delete(mounted.point());
        Files.createDirectory(mounted.point());
        publish();
        if (of(mounted.device()).isEmpty()) {
            closing.add(mounted);
            settle();
        }
        if (closing.contains(mounted)) {
            throw new TargetAway(true);
        }
    }

    /** Ends the unmounts that waited for their target: what was written is in the image then. */
    void settle() throws IOException {
        for (SimulatedMount mount : List.copyOf(closing)) {
            if (!kernel.waits(mount.device())) {
                save(mount);
                FileTree.remove(mount.backing());
                kernel.release(mount.device(), mount.type());
                closing.remove(mount);
            }
        }
    }

    void sync() throws IOException {
        for (SimulatedMount mount : mounts) {
            save(mount);
        }
    }

    Optional<SimulatedMount> at(Path point) throws IOException {
        Path canonical = FileTree.canonical(point);
        return mounts.stream().filter(mount -> mount.point().equals(canonical)).findFirst();
    }

    /** The mount that a file or directory is on. */
    Optional<SimulatedMount> containing(Path path) throws IOException {
        Path entry = FileTree.canonical(path);
        return mounts.stream()
                .filter(mount -> entry.startsWith(mount.point()) || entry.startsWith(mount.backing()))
                .max(Comparator.comparingInt(mount -> mount.point().getNameCount()));
    }

    /** How often the device is open because of mounts, those included that are not yet closed. */
    long opens(SimulatedBlock device) {
        boolean closes = closing.stream().anyMatch(mount -> mount.device().equals(device));
        return closes || !of(device).isEmpty() ? 1 : 0;
    }

    private List<SimulatedMount> of(SimulatedBlock device) {
        return mounts.stream().filter(mount -> mount.device().equals(device)).toList();
    }

    private void attach(SimulatedBlock device, Path point, Path backing, String type, String access)
            throws IOException {
        Path canonical = FileTree.canonical(point);
        Files.delete(canonical);
        Files.createSymbolicLink(canonical, backing);
        List<String> options = List.of(access, "relatime");
        mounts.add(new SimulatedMount(ids.incrementAndGet(), device, canonical, backing, type, options));
        publish();
    }

    private void requireEmpty(Path point) throws IOException {
        if (at(point).isPresent()) {
            throw new Refused(REFUSED, "mount: " + point + ": already mounted");
        }
        if (!Files.isDirectory(point)) {
            throw new Refused(REFUSED, "mount: " + point + ": mount point does not exist.");
        }
        if (!FileTree.below(point).isEmpty()) {
            throw new Refused(REFUSED, "mount: " + point + ": the simulated host mounts only on empty directories");
        }
    }

    /** The kernel refuses a second xfs with the same UUID, which a restored snapshot has, unless told otherwise. */
    private void requireOtherUuid(SimulatedBlock device, String type, List<String> options) throws IOException {
        if (!type.equals("xfs") || options.contains("nouuid")) {
            return;
        }
        for (SimulatedMount mount : mounts) {
            boolean twin = !mount.device().equals(device)
                    && new ImageFilesystem(mount.device().image())
                            .id()
                            .equals(new ImageFilesystem(device.image()).id());
            if (twin) {
                throw new Refused(REFUSED, "mount: filesystem has duplicate UUID; can't mount");
            }
        }
    }

    /** A device that is gone takes with it what was not written back. */
    private void save(SimulatedMount mount) throws IOException {
        SimulatedBlock device = mount.device();
        if (kernel.waits(device)) {
            throw new TargetAway(true);
        }
        if (kernel.isReachable(device)) {
            ImageFiles.save(mount.backing(), device.image(), new ImageFilesystem(device.image()).size());
        }
    }

    private void publish() throws IOException {
        Stream<String> lines = mounts.stream().map(mount -> mount.line(kernel.node(mount.device())));
        FileTree.write(mountinfo, Stream.concat(Stream.of(ROOT), lines).reduce("", String::concat));
    }
}
