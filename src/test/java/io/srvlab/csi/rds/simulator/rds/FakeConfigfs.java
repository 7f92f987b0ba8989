package io.srvlab.csi.rds.simulator.rds;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A directory that stands in for the NVMe target's configuration: objects come with their attributes, and what Linux refuses is
 * refused. It also refuses what Linux obeys to the ruin of mounted filesystems, a namespace disabled while hosts may be on it.
 */
final class FakeConfigfs implements Configfs {
    private static final Map<String, List<String>> SUBDIRECTORIES = Map.of(
            "subsystems", List.of("namespaces", "allowed_hosts"),
            "ports", List.of("subsystems", "referrals"));
    private static final Map<String, List<String>> ATTRIBUTES = Map.of(
            "subsystems", List.of("attr_allow_any_host=0"),
            "ports", List.of("addr_trtype=", "addr_adrfam=", "addr_traddr=", "addr_trsvcid="),
            "hosts", List.of(),
            "namespaces",
                    List.of("device_path=(null)", "device_uuid=new", "buffered_io=0", "enable=0", "revalidate_size="));
    private final Path root;
    private final KernelConfigfs files;
    private final Set<String> refused = new HashSet<>();
    final List<String> changes = new ArrayList<>();

    FakeConfigfs(Path root) {
        this.root = root;
        files = new KernelConfigfs(root);
        Stream.of("subsystems", "ports", "hosts")
                .forEach(name -> root.resolve(name).toFile().mkdirs());
    }

    /** The next writes, links and directories with this in their path fail. */
    void refuse(String part) {
        refused.add(part);
    }

    void refuseNothing() {
        refused.clear();
    }

    String value(String attribute) {
        try {
            return read(attribute);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    List<String> names(String path) {
        try {
            return list(path);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    @Override
    public boolean exists(String path) {
        return files.exists(path);
    }

    @Override
    public List<String> list(String path) throws IOException {
        return files.list(path);
    }

    @Override
    public String read(String attribute) throws IOException {
        return files.read(attribute);
    }

    @Override
    public void makeDirectory(String path) throws IOException {
        change("mkdir " + path);
        files.makeDirectory(path);
        for (String name : SUBDIRECTORIES.getOrDefault(kind(path), List.of())) {
            Files.createDirectory(root.resolve(path).resolve(name));
        }
        for (String attribute : ATTRIBUTES.getOrDefault(kind(path), List.of())) {
            String[] pair = attribute.split("=", -1);
            Files.writeString(root.resolve(path).resolve(pair[0]), pair[1] + "\n");
        }
    }

    @Override
    public void removeDirectory(String path) throws IOException {
        change("rmdir " + path);
        String name = path.substring(path.lastIndexOf('/') + 1);
        require(!isLinked(name) || kind(path).equals("namespaces"), path + ": Device or resource busy");
        for (String below : SUBDIRECTORIES.getOrDefault(kind(path), List.of())) {
            files.removeDirectory(path + "/" + below);
        }
        for (String attribute : ATTRIBUTES.getOrDefault(kind(path), List.of())) {
            Files.delete(root.resolve(path).resolve(attribute.substring(0, attribute.indexOf('='))));
        }
        files.removeDirectory(path);
    }

    @Override
    public void write(String attribute, String value) throws IOException {
        change(attribute + "=" + value);
        String name = attribute.substring(attribute.lastIndexOf('/') + 1);
        String object = attribute.substring(0, attribute.lastIndexOf('/'));
        switch (name) {
            case "attr_allow_any_host" ->
                require(value.equals("0") || list(object + "/allowed_hosts").isEmpty(), "Invalid argument");
            case "device_path", "device_uuid", "buffered_io" ->
                require(read(object + "/enable").equals("0"), "Device or resource busy");
            case "enable" -> enable(object, value);
            default ->
                require(
                        !name.startsWith("addr_")
                                || list(object + "/subsystems").isEmpty(),
                        "Permission denied");
        }
        files.write(attribute, value);
    }

    private void enable(String namespace, String value) throws IOException {
        if (value.equals("1")) {
            require(Files.exists(Path.of(read(namespace + "/device_path"))), "No such file or directory");
        } else {
            require(!isLinked(namespace.split("/", -1)[1]), namespace + " was disabled while hosts could be connected");
        }
    }

    @Override
    public void link(String path, String target) throws IOException {
        change("link " + path);
        if (path.contains("/allowed_hosts/")) {
            String subsystem = path.substring(0, path.indexOf("/allowed_hosts/"));
            require(read(subsystem + "/attr_allow_any_host").equals("0"), "Invalid argument");
        } else {
            require(!read(path.replaceAll("/subsystems/.*", "/addr_trsvcid")).isEmpty(), "Invalid argument");
        }
        files.link(path, target);
    }

    @Override
    public void unlink(String path) throws IOException {
        change("unlink " + path);
        require(Files.isSymbolicLink(root.resolve(path)), path + ": Operation not permitted");
        files.unlink(path);
    }

    private boolean isLinked(String name) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.anyMatch(path -> Files.isSymbolicLink(path) && path.endsWith(name));
        }
    }

    private void change(String what) throws IOException {
        changes.add(what);
        require(refused.stream().noneMatch(what::contains), what + ": refused by the test");
    }

    private static String kind(String path) {
        String[] parts = path.split("/", -1);
        return parts.length < 2 ? "" : parts[parts.length - 2];
    }

    private static void require(boolean met, String otherwise) throws IOException {
        if (!met) {
            throw new IOException(otherwise);
        }
    }
}
