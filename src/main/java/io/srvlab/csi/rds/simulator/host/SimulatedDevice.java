package io.srvlab.csi.rds.simulator.host;

import java.nio.file.Path;

/** A connected namespace: controller, subsystem number, head name such as nvme0n1, minor number, and the bytes behind it. */
record SimulatedDevice(
        String nqn, String controller, int subsystem, String head, int minor, SimulatedTarget.Attachment attachment) {
    /** blkext, where the kernel puts NVMe namespaces. */
    static final int MAJOR = 259;

    String majorMinor() {
        return MAJOR + ":" + minor;
    }

    Path image() {
        return attachment.image();
    }

    SimulatedDevice requireLive() {
        if (!attachment.live()) {
            throw new TargetAway();
        }
        return this;
    }
}
