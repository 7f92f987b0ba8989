package io.srvlab.csi.rds.simulator;

import io.srvlab.csi.rds.simulator.host.SimulatedTarget;
import io.srvlab.csi.rds.simulator.rds.Exports;
import io.srvlab.csi.rds.simulator.rds.HostConnection;
import java.nio.file.Path;
import java.util.Optional;

/** The wire between the simulated host and the simulated RDS: a connection is admitted exactly when the RDS exports the NQN. */
public record ExportedImages(Exports exports) implements SimulatedTarget {
    @Override
    public Optional<Attachment> connect(String hostNqn, String nqn, int port) {
        return exports.connect(hostNqn, nqn, port).map(Connected::new);
    }

    private record Connected(HostConnection connection) implements Attachment {
        @Override
        public Path image() {
            return connection.export().image();
        }

        @Override
        public long size() {
            connection.rescan();
            return connection.export().size();
        }

        @Override
        public boolean live() {
            return connection.isLive();
        }

        @Override
        public void close() {
            connection.disconnect();
        }
    }
}
