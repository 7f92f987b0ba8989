package io.srvlab.csi.rds.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control group (cgroup v2) of the driver's container. With a process in it that nothing can kill the container does not end, and
 * no new driver is started in its place (containerd 2.2 with runc 1.1 and 1.2: "unable to remove container's cgroup"), for which that
 * process may be waiting. So children that may hang leave it.
 */
final class ControlGroup {
    private static final Logger LOG = LoggerFactory.getLogger(ControlGroup.class);
    private final Path root;

    /** {@code root} is the machine's own group, as a privileged container sees it. */
    ControlGroup(Path root) {
        this.root = root.resolve("cgroup.procs");
    }

    /** Not after a kill: a process that is already ending cannot leave (PF_EXITING in kernel/cgroup/cgroup.c). */
    void release(ProcessHandle child) {
        try {
            Files.writeString(root, Long.toString(child.pid()), StandardOpenOption.WRITE);
        } catch (IOException refused) {
            if (child.isAlive()) {
                LOG.warn(
                        "process {} stays in the driver's control group, and may keep its container from ending: {}",
                        child.pid(),
                        refused.toString());
            }
        }
    }
}
