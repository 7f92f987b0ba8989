package io.srvlab.csi.rds.simulator.host;

import java.nio.file.Path;
import java.util.List;

/** One mount: where, of which device, and the directory that stands for the filesystem's root. */
record SimulatedMount(int id, SimulatedBlock device, Path point, Path backing, String type, List<String> options) {
    SimulatedMount {
        options = List.copyOf(options);
    }

    SimulatedMount with(List<String> others) {
        return new SimulatedMount(id, device, point, backing, type, others);
    }

    /** A line of /proc/self/mountinfo. */
    String line(Path source) {
        return "%d 1 %s / %s %s shared:%d - %s %s rw%n"
                .formatted(
                        id, device.majorMinor(), escaped(point), String.join(",", options), id, type, escaped(source));
    }

    private static String escaped(Path path) {
        return path.toString()
                .replace("\\", "\\134")
                .replace(" ", "\\040")
                .replace("\t", "\\011")
                .replace("\n", "\\012");
    }
}
