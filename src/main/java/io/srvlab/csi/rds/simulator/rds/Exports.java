package io.srvlab.csi.rds.simulator.rds;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/** The NVMe/TCP target: which disks are exported, as what, and which hosts are connected. */
public final class Exports {
    private final Map<String, Target> targets = new LinkedHashMap<>();
    private final Map<String, UUID> namespaces = new HashMap<>();
    private final Set<String> everExported = new HashSet<>();
    private final Set<HostConnection> connections = new LinkedHashSet<>();
    private final SparseFiles bytes;
    private final Box box;
    private volatile boolean away;

    Exports(SparseFiles bytes, Box box) {
        this.bytes = bytes;
        this.box = box;
    }

    /** The export under the NQN, if the target shows one at this port. */
    public Optional<Export> find(String nqn, int port) {
        return target(nqn, port).map(Target::export);
    }

    /** Every exported NQN, as discovery lists them. */
    public synchronized List<String> nqns() {
        return targets.values().stream().map(target -> target.export().nqn()).toList();
    }

    private synchronized Optional<Target> target(String nqn, int port) {
        return away
                ? Optional.empty()
                : targets.values().stream()
                        .filter(target -> target.export().nqn().equals(nqn)
                                && target.export().port() == port)
                        .findFirst();
    }

    /** Connects the host, as any host may unless the allow list is enforced. */
    public Optional<HostConnection> connect(String hostNqn, String nqn, int port) {
        return connect(hostNqn, "", nqn, port);
    }

    /** Connects a host that knows a password. */
    public synchronized Optional<HostConnection> connect(String hostNqn, String password, String nqn, int port) {
        return target(nqn, port)
                .filter(target -> target.admits(hostNqn, password, box.switches()))
                .map(target -> {
                    var connection =
                            new HostConnection(hostNqn, target.disk().id(), target.atConnect(box.switches()), this);
                    connections.add(connection);
                    return connection;
                });
    }

    /** The hosts connected to this NQN. */
    public synchronized Set<String> hosts(String nqn) {
        Set<String> hosts = new LinkedHashSet<>();
        connections.stream()
                .filter(connection -> connection.export().nqn().equals(nqn))
                .forEach(connection -> hosts.add(connection.hostNqn()));
        return hosts;
    }

    /** The target goes away, and with it every connection: a reboot, or a RAID that assembles late. */
    public synchronized void away() {
        away = true;
        drop(connection -> true);
        if (box.is(Unknown.NamespaceIdentity.NEW_AT_BOOT)) {
            namespaces.clear();
        }
    }

    /** The target is back, with every export as configured. */
    public synchronized void back() {
        away = false;
        Collection<Disk> disks = targets.values().stream().map(Target::disk).toList();
        disks.forEach(this::expose);
    }

    synchronized void rescan(HostConnection connection) {
        Target target = targets.get(connection.diskId());
        if (target != null && connection.isLive()) {
            connection.sees(target.atConnect(box.switches()));
        }
    }

    synchronized void forget(HostConnection connection) {
        connection.drop();
        connections.remove(connection);
    }

    synchronized boolean isConnected(String diskId) {
        return connections.stream().anyMatch(connection -> connection.diskId().equals(diskId));
    }

    synchronized boolean isTaken(String nqn, String exceptDiskId) {
        return targets.values().stream()
                .anyMatch(target ->
                        target.disk().nqn().equals(nqn) && !target.disk().id().equals(exceptDiskId));
    }

    /** Whether the device would refuse the new NQN because the disk was exported before. */
    synchronized boolean fixes(Disk disk, String nqn) {
        return box.is(Unknown.NqnChange.REFUSED)
                && everExported.contains(disk.id())
                && !disk.nqn().equals(nqn);
    }

    /** Follows a change of configuration: a disk before and after it. */
    synchronized void changed(Optional<Disk> before, Optional<Disk> after) {
        if (after.filter(Disk::isServed).isPresent()) {
            if (before.filter(Exports::isDoublyMounted).isEmpty() && isDoublyMounted(after.get())) {
                box.invariants()
                        .broken("double mount: " + after.get().slot() + " is exported and mounted by the device");
            }
            exported(after.get());
        } else {
            before.ifPresent(disk -> unexported(disk, after.isEmpty()));
        }
    }

    private void exported(Disk disk) {
        Target target = targets.get(disk.id());
        if (target == null) {
            everExported.add(disk.id());
            warn(disk);
            expose(disk);
            return;
        }
        Target now = target.follow(disk, box.switches());
        targets.put(disk.id(), now);
        if (!now.export().nqn().equals(target.export().nqn())
                || now.export().port() != target.export().port()) {
            drop(connection -> connection.diskId().equals(disk.id()));
        }
        if (box.is(Unknown.GrowVisible.AT_ONCE)) {
            of(disk.id()).forEach(connection -> connection.sees(now.export()));
        }
        if (box.is(Unknown.AllowHostChange.DROPS)) {
            drop(connection ->
                    connection.diskId().equals(disk.id()) && !now.allows(connection.hostNqn(), box.switches()));
        }
    }

    private void warn(Disk disk) {
        if (isTaken(disk.nqn(), disk.id())) {
            box.invariants().broken("two exports have the NQN " + disk.nqn());
        }
    }

    private static boolean isDoublyMounted(Disk disk) {
        return disk.isServed() && disk.values().containsKey("mount-point");
    }

    private void expose(Disk disk) {
        if (box.is(Unknown.NamespaceIdentity.NEW_AT_EXPORT)) {
            namespaces.remove(disk.id());
        }
        UUID namespace = namespaces.computeIfAbsent(disk.id(), id -> newUuid());
        var export =
                new Export(disk.slot(), disk.nqn(), disk.port(), bytes.path(disk.filePath()), disk.size(), namespace);
        targets.put(disk.id(), new Target(disk, export));
    }

    private UUID newUuid() {
        return new UUID(box.random().nextLong(), box.random().nextLong());
    }

    private void unexported(Disk disk, boolean removed) {
        targets.remove(disk.id());
        if (removed || box.is(Unknown.ExportOff.CUTS)) {
            drop(connection -> connection.diskId().equals(disk.id()));
        }
    }

    private List<HostConnection> of(String diskId) {
        return connections.stream()
                .filter(connection -> connection.diskId().equals(diskId))
                .toList();
    }

    private void drop(Predicate<HostConnection> doomed) {
        List<HostConnection> dropped = connections.stream().filter(doomed).toList();
        dropped.forEach(this::forget);
    }
}
