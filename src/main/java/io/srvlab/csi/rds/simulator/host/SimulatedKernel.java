package io.srvlab.csi.rds.simulator.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        if (byNqn(nqn).isPresent()) {
            throw new IOException("EALREADY (Operation already in progress)");
        }
        int port = Integer.parseInt(options.getOrDefault("trsvcid", "4420"));
        SimulatedTarget.Attachment attachment = target.connect(options.getOrDefault("hostnqn", ""), nqn, port)
                .orElseThrow(() -> new IOException("EIO (Input/output error)"));
        SimulatedDevice device = device(nqn, attachment);
        connected.put(device.controller(), device);
        sysfs.add(device, "traddr=" + options.getOrDefault("traddr", "") + ",trsvcid=" + port);
        return device.controller();
    }

    void disconnect(String controller) throws IOException {
        SimulatedDevice device = connected.remove(controller);
        if (device != null) {
            sysfs.remove(device);
            device.attachment().close();
        }
    }

    void rescan(String controller) throws IOException {
        SimulatedDevice device = connected.get(controller);
        if (device != null) {
            sysfs.size(device);
        }
    }

    void refreshStates() throws IOException {
        for (SimulatedDevice device : connected.values()) {
            sysfs.state(device);
        }
    }

    /** The device behind a /dev path, for a tool that has to read or write it. */
    SimulatedDevice open(String path) throws IOException {
        return connected.values().stream()
                .filter(device -> dev.resolve(device.head()).equals(Path.of(path)))
                .findFirst()
                .orElseThrow(() -> new Refused(2, path + ": No such file or directory"))
                .requireLive();
    }

    Optional<SimulatedDevice> byNumber(int minor) {
        return connected.values().stream()
                .filter(device -> device.minor() == minor)
                .findFirst();
    }

    boolean isConnected(SimulatedDevice device) {
        return connected.containsValue(device);
    }

    Path node(SimulatedDevice device) {
        return dev.resolve(device.head());
    }

    long sizeSeen(SimulatedDevice device) throws IOException {
        return sysfs.sizeSeen(device);
    }

    void hold(SimulatedDevice device, String type) throws IOException {
        held.add(device);
        sysfs.mounted(device, type);
    }

    void release(SimulatedDevice device, String type) throws IOException {
        held.remove(device);
        sysfs.unmounted(device, type);
    }

    private Optional<SimulatedDevice> byNqn(String nqn) {
        return connected.values().stream()
                .filter(device -> device.nqn().equals(nqn))
                .findFirst();
    }

    private SimulatedDevice device(String nqn, SimulatedTarget.Attachment attachment) {
        String controller = "nvme" + lowest(0, n -> connected.containsKey("nvme" + n));
        int subsystem = held.stream()
                .filter(device -> device.nqn().equals(nqn))
                .map(SimulatedDevice::subsystem)
                .findFirst()
                .orElseGet(() -> lowest(0, n -> known().anyMatch(device -> device.subsystem() == n)));
        int namespace = lowest(1, n -> known().anyMatch(device -> device.head().equals(head(subsystem, n))));
        return new SimulatedDevice(
                nqn, controller, subsystem, head(subsystem, namespace), minors.incrementAndGet(), attachment);
    }

    private Stream<SimulatedDevice> known() {
        return Stream.concat(connected.values().stream(), held.stream());
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
