package io.srvlab.csi.rds.simulator.host;

import java.nio.file.Path;

/**
 * A connected namespace: controller, subsystem number, head name such as nvme0n1, minor number, the identity it announced when the
 * head came up, and the bytes behind it.
 */
record SimulatedDevice(
        String nqn,
        String controller,
        int subsystem,
        String name,
        int minor,
        String identity,
        SimulatedTarget.Attachment attachment)
        implements SimulatedBlock {
    /** blkext, where the kernel puts NVMe namespaces. */
    static final int MAJOR = 259;

    @Override
    public int major() {
        return MAJOR;
    }

    @Override
    public Path image() {
        return attachment.image();
    }
}
