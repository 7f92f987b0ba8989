package io.srvlab.csi.rds.volume;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a StorageClass asks for. {@code volumePath} is the directory of the image files; {@code fsType} is empty when not
 * named; {@code origin} says which claim the volume is for, as far as the provisioner told; {@code ignored} are keys that the
 * prior driver declared and never read.
 */
public record VolumeParameters(
        String rdsAddress,
        String nvmeAddress,
        int nvmePort,
        String volumePath,
        String fsType,
        ConnectOptions options,
        Duration migrationTimeout,
        Map<String, String> origin,
        List<String> ignored) {

    private static final String RESERVED = "csi.storage.k8s.io/";
    private static final String RESERVED_FS_TYPE = RESERVED + "fstype";
    private static final Set<String> ORIGIN =
            Set.of(RESERVED + "pvc/name", RESERVED + "pvc/namespace", RESERVED + "pv/name");
    private static final Set<String> IGNORED = Set.of("sshPort", "nqnPrefix");
    private static final Set<String> KNOWN = Set.of(
            "rdsAddress",
            "nvmeAddress",
            "nvmePort",
            "volumePath",
            "fsType",
            "ctrlLossTmo",
            "reconnectDelay",
            "keepAliveTmo",
            "fastIoFailTmo",
            "nrIoQueues",
            "migrationTimeoutSeconds");
    private static final Set<String> FORMATS = Set.of("", "ext3", "ext4", "xfs");
    private static final int MIGRATION_SECONDS = 300;

    public VolumeParameters {
        address("rdsAddress", rdsAddress);
        address("nvmeAddress", nvmeAddress);
        if (nvmePort < 1 || nvmePort > 65535) {
            throw new Failure.InvalidRequest("nvmePort " + nvmePort + " is out of range", "use 1 to 65535");
        }
        if (!FORMATS.contains(fsType)) {
            throw new Failure.InvalidRequest("fsType '" + fsType + "' is not supported", "use ext4, ext3 or xfs");
        }
        origin = Map.copyOf(origin);
        ignored = List.copyOf(ignored);
    }

    public static VolumeParameters of(Map<String, String> parameters, StorageDefaults defaults) {
        refuseUnknown(parameters);
        ParameterReader read = new ParameterReader(parameters);
        String rdsAddress = read.text("rdsAddress", defaults.rdsAddress());
        return new VolumeParameters(
                rdsAddress,
                read.text("nvmeAddress", parameters.containsKey("rdsAddress") ? rdsAddress : defaults.nvmeAddress()),
                read.number("nvmePort", defaults.nvmePort()),
                directory(read.text("volumePath", defaults.basePath()), defaults.basePath()),
                read.text("fsType", read.text(RESERVED_FS_TYPE, "")),
                options(read),
                migrationTimeout(read),
                origin(parameters),
                parameters.keySet().stream().filter(IGNORED::contains).sorted().toList());
    }

    private static void refuseUnknown(Map<String, String> parameters) {
        for (String key : new TreeSet<>(parameters.keySet())) {
            if (!KNOWN.contains(key) && !IGNORED.contains(key) && !key.startsWith(RESERVED)) {
                throw new Failure.InvalidRequest(
                        "unknown StorageClass parameter '" + key + "'",
                        "the parameters are " + String.join(", ", new TreeSet<>(KNOWN)) + " and " + RESERVED + "*");
            }
        }
    }

    private static ConnectOptions options(ParameterReader read) {
        ConnectOptions defaults = ConnectOptions.DEFAULT;
        return new ConnectOptions(
                read.number("ctrlLossTmo", defaults.ctrlLossTmo()),
                read.number("reconnectDelay", defaults.reconnectDelay()),
                read.number("keepAliveTmo", defaults.keepAliveTmo()),
                read.number("fastIoFailTmo", defaults.fastIoFailTmo()),
                read.number("nrIoQueues", defaults.nrIoQueues()));
    }

    /** Zero and less have always meant the default; the rest is clamped. */
    private static Duration migrationTimeout(ParameterReader read) {
        int seconds = read.number("migrationTimeoutSeconds", MIGRATION_SECONDS);
        return Duration.ofSeconds(seconds <= 0 ? MIGRATION_SECONDS : Math.clamp(seconds, 30, 3600));
    }

    private static Map<String, String> origin(Map<String, String> parameters) {
        Map<String, String> origin = new TreeMap<>(parameters);
        origin.keySet().retainAll(ORIGIN);
        return origin;
    }

    /** By component, not by prefix: /pool/csi-backup is not below /pool/csi. */
    private static String directory(String asked, String basePath) {
        String path = asked.length() > 1 && asked.endsWith("/") ? asked.substring(0, asked.length() - 1) : asked;
        boolean clean = path.matches("(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+");
        if (!clean || !(path.equals(basePath) || path.startsWith(basePath + "/"))) {
            throw new Failure.InvalidRequest(
                    "volumePath '" + path.replaceAll("[^\\x20-\\x7e]", "?") + "' is not " + basePath + " or below it",
                    "use " + basePath + " or a directory in it (letters, digits, '.', '_' and '-')");
        }
        return path;
    }

    private static void address(String key, String address) {
        if (!address.matches("[A-Za-z0-9.:_%-]+")) {
            throw new Failure.InvalidRequest(
                    key + " '" + address.replaceAll("[^\\x20-\\x7e]", "?") + "' is no address",
                    "use an IP address or a host name");
        }
    }
}
