package io.srvlab.csi.rds.simulator.rds;

import io.srvlab.csi.rds.simulator.console.ConsoleFailure;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The NVMe/TCP target: which disks are exported, as what, and which hosts are connected. Away until {@link #back()}. */
public final class Exports {
    private static final Logger LOG = LoggerFactory.getLogger(Exports.class);
    private final Map<String, Target> targets = new LinkedHashMap<>();
    /** Switched off, while the hosts that were connected stay (U22). */
    private final Map<String, Export> lingering = new LinkedHashMap<>();

    private final Set<String> everExported = new HashSet<>();
    private final HostConnections connections = new HostConnections();
    private final NamespaceIdentities identities;
    private final ShownExports shown;
    private final SparseFiles bytes;
    private final Box box;
    private volatile boolean away = true;

    Exports(ShownExports shown, SparseFiles bytes, Box box) {
        this.shown = shown;
        this.bytes = bytes;
        this.box = box;
        identities = new NamespaceIdentities(box);
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
        return connections.hosts(nqn);
    }

    /** The target goes away, and with it every connection: a reboot, or a RAID that assembles late. */
    public synchronized void away() {
        if (away) {
            return;
        }
        away = true;
        connections.drop(connection -> true);
        List<Export> open = Stream.concat(targets.values().stream().map(Target::export), lingering.values().stream())
                .toList();
        open.forEach(export -> attempt(() -> shown.shut(export)));
        open.forEach(export -> attempt(() -> shown.remove(export)));
        lingering.clear();
        identities.boot();
    }

    /**
     * The target is back, with every export as configured. They open as nearly together as can be: once the first one has
     * opened their port, a host whose own is still missing is refused for good instead of finding nobody there.
     */
    public synchronized void back() {
        if (!away) {
            return;
        }
        away = false;
        targets.replaceAll((id, target) -> new Target(target.disk(), export(target.disk())));
        List<Target> prepared = targets.values().stream()
                .filter(target -> attempt(() -> shown.prepare(target.export(), target.admission(box.switches()))))
                .toList();
        prepared.forEach(target -> attempt(() -> shown.open(target.export())));
    }

    /** What happens to all of them together stops at none. Answers whether it worked. */
    private static boolean attempt(Runnable change) {
        try {
            change.run();
            return true;
        } catch (ConsoleFailure failure) {
            LOG.error("An export did not follow its configuration: {}", failure.getMessage());
            return false;
        }
    }

    private void show(Target target) {
        shown.prepare(target.export(), target.admission(box.switches()));
        shown.open(target.export());
    }

    synchronized void rescan(HostConnection connection) {
        Target target = targets.get(connection.diskId());
        if (target != null && connection.isLive()) {
            connection.sees(target.atConnect(box.switches()));
        }
    }

    synchronized void forget(HostConnection connection) {
        connections.forget(connection);
    }

    synchronized boolean isConnected(String diskId) {
        return connections.isConnected(diskId);
    }

    synchronized boolean isTaken(String nqn, String exceptDiskId) {
        for (Target target : targets.values()) {
            if (target.disk().nqn().equals(nqn) && !target.disk().id().equals(exceptDiskId)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the device would refuse the new NQN because the disk was exported before. */
    synchronized boolean fixes(Disk disk, String nqn) {
        return box.is(Unknown.NqnChange.REFUSED)
                && everExported.contains(disk.id())
                && !disk.nqn().equals(nqn);
    }

    /** Follows a change of configuration, a disk before and after it; when it fails, nothing has changed here. */
    synchronized void changed(Optional<Disk> before, Optional<Disk> after) {
        if (after.filter(Disk::isServed).isPresent()) {
            if (before.filter(Exports::isDoublyMounted).isEmpty() && isDoublyMounted(after.get())) {
                box.invariants()
                        .broken("double mount: " + after.get().slot() + " is exported and mounted by the device");
            }
            exported(after.get());
        } else {
            before.ifPresent(disk -> unexported(disk.id(), after.isEmpty()));
        }
    }

    private static boolean isDoublyMounted(Disk disk) {
        return disk.isServed() && disk.values().containsKey("mount-point");
    }

    private void exported(Disk disk) {
        Target target = targets.get(disk.id());
        if (target == null) {
            begin(disk);
        } else {
            follow(target, target.follow(disk, box.switches()));
        }
    }

    private void begin(Disk disk) {
        if (isTaken(disk.nqn(), disk.id())) {
            box.invariants().broken("two exports have the NQN " + disk.nqn());
        }
        Target target = new Target(disk, export(disk));
        Optional.ofNullable(lingering.get(disk.id()))
                .filter(before -> !before.isWhere(target.export()))
                .ifPresent(before -> end(disk.id(), before));
        if (!away) {
            show(target);
        }
        lingering.remove(disk.id());
        everExported.add(disk.id());
        targets.put(disk.id(), target);
    }

    private void follow(Target before, Target now) {
        if (!away) {
            showChange(before, now);
        }
        String id = now.disk().id();
        targets.put(id, now);
        if (!now.export().isWhere(before.export())) {
            connections.drop(id);
        }
        if (box.is(Unknown.GrowVisible.AT_ONCE)) {
            connections.of(id).forEach(connection -> connection.sees(now.export()));
        }
        if (box.is(Unknown.AllowHostChange.DROPS)) {
            Admission admission = now.admission(box.switches());
            connections.drop(connection -> connection.diskId().equals(id) && !admission.admits(connection.hostNqn()));
        }
    }

    private void showChange(Target before, Target now) {
        Admission was = before.admission(box.switches());
        Admission is = now.admission(box.switches());
        if (!now.export().isWhere(before.export())) {
            shown.remove(before.export());
            show(now);
            return;
        }
        if (!is.equals(was)) {
            shown.admit(now.export(), is, is.isNarrowerThan(was) && box.is(Unknown.AllowHostChange.DROPS));
        }
        if (now.export().size() != before.export().size()) {
            shown.resized(now.export());
        }
    }

    private Export export(Disk disk) {
        Path image = bytes.path(disk.filePath());
        return new Export(disk.slot(), disk.nqn(), disk.port(), image, disk.size(), identities.of(disk.id(), image));
    }

    private void unexported(String diskId, boolean removed) {
        Optional<Export> export = Optional.ofNullable(targets.get(diskId))
                .map(Target::export)
                .or(() -> Optional.ofNullable(lingering.get(diskId)));
        if (removed || box.is(Unknown.ExportOff.CUTS)) {
            export.ifPresent(gone -> end(diskId, gone));
        } else {
            export.ifPresent(closed -> linger(diskId, closed));
        }
        targets.remove(diskId);
    }

    private void end(String diskId, Export export) {
        if (!away) {
            shown.remove(export);
        }
        lingering.remove(diskId);
        connections.drop(diskId);
    }

    private void linger(String diskId, Export export) {
        if (!away) {
            shown.admit(export, Admission.nobody(), false);
            lingering.put(diskId, export);
        }
    }
}
