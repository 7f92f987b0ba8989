package io.srvlab.csi.rds.simulator.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The NVMe/TCP initiator: connections and the numbers the kernel gives them. A head that is still mounted keeps its name and
 * its subsystem's number after the connection is gone, so that the next connection gets another one (nvme0n2).
 */
final class SimulatedKernel {
    private final SimulatedTarget target;
    private final SimulatedSysfs sysfs;
    private final Path dev;
    private final Map<String, SimulatedDevice> connected = new LinkedHashMap<>();
    private final Set<String> headless = new HashSet<>();
    private final Map<String, SimulatedMap> maps = new LinkedHashMap<>();
    private final List<SimulatedDevice> held = new ArrayList<>();
    private final AtomicInteger minors = new AtomicInteger();

    SimulatedKernel(SimulatedTarget target, SimulatedSysfs sysfs, Path dev) {
        this.target = target;
        this.sysfs = sysfs;
        this.dev = dev;
    }

    String connect(String line) throws IOException {
        Map<String, String> options = parse(line);
        String nqn = options.getOrDefault("nqn", "");
        String address =
                "traddr=" + options.getOrDefault("traddr", "") + ",trsvcid=" + options.getOrDefault("trsvcid", "4420");
        if (sysfs.isConnected(connected.values(), nqn, address)) {
            throw new IOException("EALREADY (Operation already in progress)");
        }
        int port = Integer.parseInt(options.getOrDefault("trsvcid", "4420"));
        SimulatedTarget.Attachment attachment = target.connect(options.getOrDefault("hostnqn", ""), nqn, port)
                .orElseThrow(() -> new IOException("EIO (Input/output error)"));
        String controller = "nvme" + lowest(0, n -> connected.containsKey("nvme" + n));
        SimulatedDevice device = device(nqn, controller, attachment);
        connected.put(device.controller(), device);
        boolean ignored = isIgnored(device);
        if (ignored) {
            headless.add(controller);
        }
        sysfs.add(device, address, !ignored);
        return device.controller();
    }

    void disconnect(String controller) throws IOException {
        SimulatedDevice device = connected.remove(controller);
        if (device != null) {
            headless.remove(controller);
            boolean last = connected.values().stream().noneMatch(other -> other.subsystem() == device.subsystem());
            sysfs.remove(device, last);
            device.attachment().close();
        }
    }

    void rescan(String controller) throws IOException {
        SimulatedDevice device = connected.get(controller);
        if (device != null && headless.contains(controller)) {
            SimulatedDevice found = device(device.nqn(), controller, device.attachment());
            if (!isIgnored(found)) {
                headless.remove(controller);
                connected.put(controller, found);
                sysfs.head(found);
            }
        } else if (device != null) {
            sysfs.size(device);
        }
    }

    /** A namespace that comes back under another identity is taken for another one: its head goes, the next scan makes a new one. */
    void refreshStates() throws IOException {
        for (SimulatedDevice device : connected.values()) {
            sysfs.state(device);
            boolean changed = !device.attachment().identity().equals(device.identity());
            if (changed && device.attachment().live() && headless.add(device.controller())) {
                sysfs.removeHead(device);
            }
        }
        maps.values().stream().filter(map -> !reaches(map)).forEach(map -> map.giveUp(true));
    }

    /** The device behind a /dev path, for a tool that has to read or write it. */
    SimulatedBlock open(String path) throws IOException {
        SimulatedBlock block = blocks().filter(
                        known -> dev.resolve(known.name()).equals(Path.of(path)))
                .findFirst()
                .orElseThrow(() -> new Refused(2, path + ": No such file or directory"));
        if (waits(block)) {
            throw new TargetAway(false);
        }
        if (!isReachable(block)) {
            throw new Refused(2, path + ": Input/output error");
        }
        return block;
    }

    Optional<SimulatedDevice> byNumber(int minor) {
        return heads().filter(device -> device.minor() == minor).findFirst();
    }

    Optional<SimulatedBlock> byNumber(int major, int minor) {
        return blocks().filter(block -> block.major() == major && block.minor() == minor)
                .findFirst();
    }

    /** Whether what is read or written now reaches the target. */
    boolean isReachable(SimulatedBlock block) {
        return block instanceof SimulatedMap map
                ? reaches(map) && !map.gaveUp() && !map.suspended()
                : connected.containsValue(block) && block instanceof SimulatedDevice device && isUp(device);
    }

    /** Whether what is read or written now hangs; if it does neither, it fails. */
    boolean waits(SimulatedBlock block) {
        boolean reachable = isReachable(block);
        return block instanceof SimulatedMap map
                ? !reachable && (map.queueing() || map.suspended())
                : !reachable && connected.containsValue(block);
    }

    void show(SimulatedMap map) throws IOException {
        maps.put(map.mapName(), map);
        sysfs.show(map);
    }

    void hide(SimulatedMap map) throws IOException {
        maps.remove(map.mapName());
        sysfs.hide(map);
    }

    Path node(SimulatedBlock block) {
        return dev.resolve(block.name());
    }

    long sizeSeen(SimulatedBlock block) throws IOException {
        return sysfs.sizeSeen(block);
    }

    void hold(SimulatedBlock block, String type) throws IOException {
        if (block instanceof SimulatedDevice device) {
            held.add(device);
        }
        sysfs.mounted(block, type);
    }

    void release(SimulatedBlock block, String type) throws IOException {
        if (block instanceof SimulatedDevice device) {
            held.remove(device);
        }
        sysfs.unmounted(block, type);
    }

    private Stream<SimulatedDevice> heads() {
        return connected.values().stream().filter(device -> !headless.contains(device.controller()));
    }

    private Stream<SimulatedBlock> blocks() {
        return Stream.concat(heads(), maps.values().stream());
    }

    private boolean isUp(SimulatedDevice device) {
        return !headless.contains(device.controller()) && device.attachment().live();
    }

    private boolean reaches(SimulatedMap map) {
        SimulatedMap.Table table = map.live();
        return table != null && connected.containsValue(table.path()) && isUp(table.path());
    }

    private SimulatedDevice device(String nqn, String controller, SimulatedTarget.Attachment attachment) {
        int subsystem = known().filter(device -> device.nqn().equals(nqn))
                .map(SimulatedDevice::subsystem)
                .findFirst()
                .orElseGet(() -> lowest(0, n -> known().anyMatch(device -> device.subsystem() == n)));
        int namespace = lowest(1, n -> known().anyMatch(device -> device.name().equals(head(subsystem, n))));
        return new SimulatedDevice(
                nqn,
                controller,
                subsystem,
                head(subsystem, namespace),
                minors.incrementAndGet(),
                attachment.identity(),
                attachment);
    }

    /** "ignoring nsid because of duplicate IDs": another subsystem's namespace calls itself the same (Linux 5.18 and later). */
    private boolean isIgnored(SimulatedDevice device) {
        return !device.identity().isEmpty()
                && heads().anyMatch(head -> head.subsystem() != device.subsystem()
                        && head.identity().equals(device.identity()));
    }

    private Stream<SimulatedDevice> known() {
        Stream<SimulatedDevice> under = maps.values().stream().flatMap(SimulatedMap::paths);
        return Stream.of(connected.values().stream(), held.stream(), under).flatMap(devices -> devices);
    }

    private static String head(int subsystem, int namespace) {
        return "nvme" + subsystem + "n" + namespace;
    }

    private static int lowest(int from, IntPredicate taken) {
        return IntStream.iterate(from, n -> n + 1)
                .filter(taken.negate())
                .findFirst()
                .orElse(from);
    }

    private static Map<String, String> parse(String line) {
        return Arrays.stream(line.split(",", -1))
                .map(option -> option.split("=", 2))
                .filter(option -> option.length == 2)
                .collect(Collectors.toMap(option -> option[0], option -> option[1], (first, second) -> second));
    }
}
