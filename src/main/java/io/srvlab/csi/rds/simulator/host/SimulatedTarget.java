package io.srvlab.csi.rds.simulator.host;

import java.nio.file.Path;
import java.util.Optional;

/** The other end of the simulated wire: whoever exports images under NQNs. */
@FunctionalInterface
public interface SimulatedTarget {
    /** Admits a host to an export; empty when there is no such export on that port or the host is not admitted. */
    Optional<Attachment> connect(String hostNqn, String nqn, int port);

    /** One admitted connection. */
    interface Attachment {
        /** The file that holds the volume's bytes. */
        Path image();

        /** The size the target announces, in bytes. */
        long size();

        /** Whether the export can be reached now; while not, commands on the device hang. */
        boolean live();

        /** What the namespace calls itself now; a target that was built anew may call it something else. */
        default String identity() {
            return "";
        }

        void close();
    }
}
