package io.srvlab.csi.rds.simulator.host;

import java.nio.file.Path;

/** What a program opens and a filesystem is on: an NVMe device, or a map over one. */
interface SimulatedBlock {
    String name();

    int major();

    int minor();

    /** The file that holds the bytes. */
    Path image();

    default String majorMinor() {
        return major() + ":" + minor();
    }
}
