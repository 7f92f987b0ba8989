package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.simulator.rds.Exports;
import io.srvlab.csi.rds.simulator.rds.HostConnection;
import io.srvlab.csi.rds.volume.HostIdentity;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A node's hardware and kernel: while it has power it connects again for ever to whatever it was told to connect to. */
final class Machine {
    private final NodeName name;
    private final Exports target;
    private final Set<VolumeId> used = new HashSet<>();
    private final Map<VolumeId, String> staging = new HashMap<>();
    private final Map<VolumeId, Connection> connections = new HashMap<>();
    private boolean on = true;

    private static final class Connection {
        private final String nqn;
        private Optional<HostConnection> path = Optional.empty();

        Connection(String nqn) {
            this.nqn = nqn;
        }

        boolean isLive() {
            return path.filter(HostConnection::isLive).isPresent();
        }
    }

    Machine(NodeName name, Exports target) {
        this.name = name;
        this.target = target;
    }

    NodeName name() {
        return name;
    }

    boolean isOn() {
        return on;
    }

    Set<VolumeId> used() {
        return Set.copyOf(used);
    }

    /** The kubelet has said that it will use the volume; the connection comes later. */
    void beginStaging(VolumeId volume, String nqn) {
        used.add(volume);
        staging.put(volume, nqn);
    }

    boolean isStaging(VolumeId volume) {
        return staging.containsKey(volume);
    }

    void connect(VolumeId volume) {
        connections.put(volume, new Connection(staging.remove(volume)));
        reconnect();
    }

    void unstage(VolumeId volume) {
        staging.remove(volume);
        Optional.ofNullable(connections.remove(volume))
                .flatMap(gone -> gone.path)
                .ifPresent(HostConnection::disconnect);
        used.remove(volume);
    }

    void powerOff() {
        Set.copyOf(used).forEach(this::unstage);
        on = false;
    }

    void powerOn() {
        on = true;
    }

    /** What the kernel does all the time. */
    void reconnect() {
        connections.values().stream()
                .filter(lost -> !lost.isLive())
                .forEach(
                        lost -> lost.path = target.connect(HostIdentity.of(name).nqn(), lost.nqn, 4420));
    }

    boolean canWrite(VolumeId volume) {
        return Optional.ofNullable(connections.get(volume))
                .filter(Connection::isLive)
                .isPresent();
    }
}
