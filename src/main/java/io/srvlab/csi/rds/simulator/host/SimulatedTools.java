package io.srvlab.csi.rds.simulator.host;

import io.srvlab.csi.rds.host.CommandOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The programs of a node, as far as the driver uses them: same words, same exit statuses, same texts. */
final class SimulatedTools {
    private static final int NOT_FOUND = 127;

    private final SimulatedKernel kernel;
    private final SimulatedMounts mounts;
    private final SimulatedNodes nodes;
    private final Map<String, Tool> tools;

    /** One program: words in, standard output out; it is refused by an exception. */
    private interface Tool {
        String run(Words words) throws IOException;
    }

    SimulatedTools(SimulatedKernel kernel, SimulatedMounts mounts, SimulatedNodes nodes, SimulatedMaps maps) {
        this.kernel = kernel;
        this.mounts = mounts;
        this.nodes = nodes;
        this.tools = Map.ofEntries(
                Map.entry("blkid", this::blkid),
                Map.entry("mkfs.ext4", words -> format("ext4", words)),
                Map.entry("mkfs.xfs", words -> format("xfs", words)),
                Map.entry("fsck.ext4", this::check),
                Map.entry("mount", this::mount),
                Map.entry("umount", this::unmount),
                Map.entry("mknod", nodes::make),
                Map.entry("blockdev", this::blockdev),
                Map.entry("stat", this::stat),
                Map.entry("resize2fs", this::resize),
                Map.entry("xfs_growfs", this::grow),
                Map.entry("sync", this::sync),
                Map.entry("dmsetup", maps::run));
    }

    CommandOutput run(List<String> words) {
        Tool tool = tools.get(words.getFirst());
        if (tool == null) {
            return new CommandOutput(NOT_FOUND, "", words.getFirst() + ": command not found");
        }
        try {
            return new CommandOutput(0, tool.run(Words.of(words)), "");
        } catch (Refused refused) {
            return new CommandOutput(refused.exitStatus(), "", refused.text());
        } catch (IOException fault) {
            return new CommandOutput(1, "", words.getFirst() + ": " + fault);
        }
    }

    /** blkid says 2 both of a blank device and of one it cannot open; so does the real one. */
    private String blkid(Words words) throws IOException {
        SimulatedBlock device = kernel.open(words.last());
        ImageFilesystem filesystem = new ImageFilesystem(device.image());
        String type = filesystem.type().orElseThrow(() -> new Refused(2, ""));
        return words.after("-o").equals("export")
                ? "DEVNAME=" + words.last() + "\nUUID=" + filesystem.id() + "\nTYPE=" + type + "\n"
                : type + "\n";
    }

    private String format(String type, Words words) throws IOException {
        SimulatedBlock device = kernel.open(words.last());
        ImageFilesystem filesystem = new ImageFilesystem(device.image());
        if (filesystem.type().isPresent()) {
            throw new Refused(1, words.last() + " contains a file system already");
        }
        ImageFiles.clear(device.image());
        filesystem.format(type, kernel.sizeSeen(device));
        return "";
    }

    private String check(Words words) throws IOException {
        SimulatedBlock device = kernel.open(words.last());
        if (!new ImageFilesystem(device.image()).type().filter("ext4"::equals).isPresent()) {
            throw new Refused(8, "fsck.ext4: Bad magic number in super-block while trying to open " + words.last());
        }
        return words.last() + ": clean\n";
    }

    private String mount(Words words) throws IOException {
        Path point = Path.of(words.last());
        if (words.has("--bind")) {
            mounts.bind(Path.of(words.plain().getFirst()), point);
        } else if (words.options().contains("remount")) {
            mounts.remount(point, words.options());
        } else {
            SimulatedBlock device = kernel.open(words.plain().getFirst());
            mounts.mount(device, point, words.after("-t"), words.options());
        }
        return "";
    }

    private String unmount(Words words) throws IOException {
        mounts.unmount(Path.of(words.last()));
        return "";
    }

    private String blockdev(Words words) throws IOException {
        SimulatedBlock device = kernel.open(words.last());
        return words.has("--getsize64") ? kernel.sizeSeen(device) + "\n" : "";
    }

    private String stat(Words words) throws IOException {
        return words.has("--file-system") ? statFilesystem(words) : nodes.describe(Path.of(words.last()));
    }

    private String statFilesystem(Words words) throws IOException {
        SimulatedMount mount = mounts.containing(Path.of(words.last()))
                .orElseThrow(() -> new Refused(1, "stat: cannot read file system information for " + words.last()));
        return SimulatedUsage.of(mount).format(words.assigned("--format")) + "\n";
    }

    private String resize(Words words) throws IOException {
        SimulatedBlock device = kernel.open(words.last());
        new ImageFilesystem(device.image()).resize(kernel.sizeSeen(device));
        return "";
    }

    private String grow(Words words) throws IOException {
        SimulatedMount mount = mounts.at(Path.of(words.last()))
                .orElseThrow(() -> new Refused(1, "xfs_growfs: " + words.last() + " is not a mounted XFS filesystem"));
        SimulatedBlock device = kernel.open(kernel.node(mount.device()).toString());
        new ImageFilesystem(device.image()).resize(kernel.sizeSeen(device));
        return "";
    }

    private String sync(Words words) throws IOException {
        mounts.sync();
        return "";
    }
}
