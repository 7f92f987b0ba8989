package io.srvlab.csi.rds.simulator.rds;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The virtual hosts that are connected now. */
final class HostConnections {
    private final Set<HostConnection> live = new LinkedHashSet<>();

    void add(HostConnection connection) {
        live.add(connection);
    }

    void forget(HostConnection connection) {
        connection.drop();
        live.remove(connection);
    }

    void drop(Predicate<HostConnection> doomed) {
        live.stream().filter(doomed).toList().forEach(this::forget);
    }

    void drop(String diskId) {
        drop(connection -> connection.diskId().equals(diskId));
    }

    boolean isConnected(String diskId) {
        return !of(diskId).isEmpty();
    }

    List<HostConnection> of(String diskId) {
        return live.stream()
                .filter(connection -> connection.diskId().equals(diskId))
                .toList();
    }

    /** The hosts connected to this NQN. */
    Set<String> hosts(String nqn) {
        Set<String> hosts = new LinkedHashSet<>();
        live.stream()
                .filter(connection -> connection.export().nqn().equals(nqn))
                .forEach(connection -> hosts.add(connection.hostNqn()));
        return hosts;
    }
}
