package io.srvlab.csi.rds.simulator.rds;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** A device without a network, at a fixed time, for tests to type at. */
final class TestDevice {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2025-11-11T16:47:07Z"), ZoneOffset.UTC);
    private final Device device;

    TestDevice(SimulatorSettings settings) {
        this(settings, new VirtualExports(), false);
    }

    TestDevice(SimulatorSettings settings, ShownExports shown, boolean persistent) {
        device = new Device(settings, shown, persistent, CLOCK);
        device.runAsAdmin("/file/add type=directory name=" + settings.pool().name() + "/csi");
    }

    static TestDevice in(Path directory) {
        return new TestDevice(SimulatorSettings.in(directory));
    }

    static TestDevice in(Path directory, Unknown... values) {
        return new TestDevice(
                SimulatorSettings.in(directory).withSwitches(Switches.defaults().with(values)));
    }

    Device device() {
        return device;
    }

    /** The output without its last line end, lines separated by a newline. */
    String type(String line) {
        Outcome outcome = device.run(line, 1, 0);
        device.settle(outcome.effects().work());
        return outcome.output().replace("\r\n", "\n").strip();
    }

    String add(String slot, String size) {
        return type("/disk/add type=file mount-filesystem=no file-path=storage-pool/csi/" + slot + ".img slot=" + slot
                + " file-size=" + size);
    }

    String export(String slot) {
        return type("/disk/set " + slot + " nvme-tcp-export=yes nvme-tcp-server-nqn=" + nqn(slot));
    }

    static String nqn(String slot) {
        return "nqn.2026-11.io.srvlab:" + slot;
    }

    String get(String slot, String property) {
        return type(":put [/disk/get [find slot=" + slot + "] " + property + "]");
    }

    String count(String query) {
        return type("/disk/print count-only where " + query);
    }
}
