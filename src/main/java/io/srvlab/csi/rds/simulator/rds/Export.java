package io.srvlab.csi.rds.simulator.rds;

import java.nio.file.Path;
import java.util.UUID;

/** What a host finds behind an NQN: the image and its size as the target shows it, and the namespace's identity. */
public record Export(String slot, String nqn, int port, Path image, long size, UUID namespace) {
    /** Whether hosts connect to the other one in the same way. */
    boolean isWhere(Export other) {
        return nqn.equals(other.nqn) && port == other.port;
    }
}
