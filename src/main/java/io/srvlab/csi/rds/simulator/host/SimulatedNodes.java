package io.srvlab.csi.rds.simulator.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Device nodes made by mknod: symlinks to the image, so that a pod reads and writes the volume's bytes through them. */
final class SimulatedNodes {
    private final SimulatedKernel kernel;
    private final Map<Path, Node> made = new LinkedHashMap<>();

    private record Node(int major, int minor, int mode) {}

    SimulatedNodes(SimulatedKernel kernel) {
        this.kernel = kernel;
    }

    /** {@code mknod -m MODE PATH b MAJOR MINOR}. */
    String make(Words words) throws IOException {
        List<String> plain = words.plain();
        Path path = FileTree.canonical(Path.of(plain.getFirst()));
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new Refused(1, "mknod: " + path + ": File exists");
        }
        int major = Integer.parseInt(plain.get(plain.size() - 2));
        int minor = Integer.parseInt(plain.getLast());
        SimulatedBlock device = kernel.byNumber(major, minor)
                .orElseThrow(() -> new Refused(1, "mknod: the simulated host has no device of that number"));
        Files.createSymbolicLink(path, device.image().toAbsolutePath());
        made.put(path, new Node(major, minor, Integer.parseInt(words.after("-m"), 8)));
        return "";
    }

    /** The answer to {@code stat --format=%F:%t:%T:%a}. */
    String describe(Path path) throws IOException {
        Path canonical = FileTree.canonical(path);
        if (!Files.exists(canonical, LinkOption.NOFOLLOW_LINKS)) {
            made.remove(canonical);
            throw new Refused(1, "stat: cannot statx '" + path + "': No such file or directory");
        }
        Node node = made.get(canonical);
        if (node == null || !Files.isSymbolicLink(canonical)) {
            return (Files.isDirectory(canonical) ? "directory" : "regular file") + ":0:0:755\n";
        }
        return "block special file:%x:%x:%o%n".formatted(node.major(), node.minor(), node.mode());
    }
}
