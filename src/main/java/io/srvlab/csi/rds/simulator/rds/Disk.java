package io.srvlab.csi.rds.simulator.rds;

import java.util.HashMap;
import java.util.Map;

/** One item of {@code /disk}: its properties by name, as exact values; what print leaves out is {@link DiskItems}' business. */
record Disk(String id, Map<String, String> values, boolean foreign) {
    Disk {
        values = Map.copyOf(values);
    }

    String value(String name) {
        return values.getOrDefault(name, "");
    }

    String type() {
        return value("type");
    }

    String slot() {
        return value("slot");
    }

    boolean isFile() {
        return type().equals("file");
    }

    /** Without leading slash, as {@code /file} knows it; empty unless this is a file disk. */
    String filePath() {
        return FileShelf.withoutSlash(value("file-path"));
    }

    long size() {
        String size = value("size");
        return size.isEmpty() ? 0 : Long.parseLong(size);
    }

    boolean exported() {
        return value("nvme-tcp-export").equals("yes");
    }

    boolean disabled() {
        return value("disabled").equals("yes");
    }

    /** Whether hosts find it: a disabled disk is not served, whatever its settings say. */
    boolean isServed() {
        return exported() && !disabled();
    }

    int port() {
        String port = value("nvme-tcp-server-port");
        return port.isEmpty() ? 0 : Integer.parseInt(port);
    }

    String nqn() {
        return value("nvme-tcp-server-nqn");
    }

    boolean mountsFilesystem() {
        return value("mount-filesystem").equals("yes");
    }

    Disk with(Map<String, String> changes) {
        Map<String, String> changed = new HashMap<>(values);
        changed.putAll(changes);
        return new Disk(id, changed, foreign);
    }

    Disk with(String name, String value) {
        return with(Map.of(name, value));
    }

    Disk without(String name) {
        if (!values.containsKey(name)) {
            return this;
        }
        Map<String, String> changed = new HashMap<>(values);
        changed.remove(name);
        return new Disk(id, changed, foreign);
    }
}
