package io.srvlab.csi.rds.volume;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The immutable volume_context of a PersistentVolume, read leniently: contexts written by the prior driver must go on working,
 * so unknown keys are ignored and numbers that cannot be read fall back to their defaults.
 */
public record VolumeContext(
        String rdsAddress,
        String nvmeAddress,
        int nvmePort,
        String nqn,
        String volumePath,
        ConnectOptions options,
        Duration migrationTimeout,
        String fsType,
        Claim claim) {

    /** The publish_context key of {@link #fresh}. */
    public static final String FRESH = "fresh";

    /** The publish_context key of {@link #generation}. */
    public static final String GENERATION = "generation";

    private static final int NVME_TCP_PORT = 4420;
    private static final int MIGRATION_SECONDS = 300;

    /** The claim that a volume was made for, with empty names where the provisioner did not say. */
    public record Claim(String namespace, String name, String volumeName) {}

    public static VolumeContext of(Map<String, String> context) {
        String rdsAddress = text(context, "rdsAddress", "");
        return new VolumeContext(
                rdsAddress,
                text(context, "nvmeAddress", rdsAddress),
                port(context, "nvmePort", NVME_TCP_PORT),
                text(context, "nqn", ""),
                text(context, "volumePath", ""),
                options(context),
                migrationTimeout(context),
                text(context, "fsType", ""),
                claim(context));
    }

    /** Where the volume is exported: what ControllerPublish said wins over what was true when the volume was made. */
    public NvmeTarget target(VolumeId volume, Map<String, String> publishContext) {
        String name = text(publishContext, "nvme_nqn", nqn);
        return new NvmeTarget(
                text(publishContext, "nvme_address", nvmeAddress),
                port(publishContext, "nvme_port", nvmePort),
                name.isEmpty() ? Nqn.of(volume) : new Nqn(name));
    }

    /** The filesystem type for a request that names none; empty when nobody named one. */
    public String fsType(Map<String, String> publishContext) {
        return text(publishContext, "fs_type", fsType);
    }

    /**
     * The generation under which the volume may be formatted, which only a publish_context can carry: a volume_context outlives
     * the volume's first use. Whatever else is to permit formatting hands out a generation of its own here.
     */
    public static Optional<Generation> fresh(Map<String, String> publishContext) {
        return Generation.in(text(publishContext, FRESH, ""));
    }

    /** The number of the change of holders that opened the export; zero where the controller does not say. */
    public static long generation(Map<String, String> publishContext) {
        String value = text(publishContext, GENERATION, "");
        return value.matches("[0-9]{1,18}") ? Long.parseLong(value) : 0;
    }

    private static ConnectOptions options(Map<String, String> context) {
        ConnectOptions defaults = ConnectOptions.DEFAULT;
        return new ConnectOptions(
                atLeast(-1, context, "ctrlLossTmo", defaults.ctrlLossTmo()),
                atLeast(1, context, "reconnectDelay", defaults.reconnectDelay()),
                atLeast(0, context, "keepAliveTmo", defaults.keepAliveTmo()),
                atLeast(0, context, "fastIoFailTmo", defaults.fastIoFailTmo()),
                atLeast(0, context, "nrIoQueues", defaults.nrIoQueues()));
    }

    private static Duration migrationTimeout(Map<String, String> context) {
        int seconds = atLeast(1, context, "migrationTimeoutSeconds", MIGRATION_SECONDS);
        return Duration.ofSeconds(Math.clamp(seconds, 30, 3600));
    }

    private static Claim claim(Map<String, String> context) {
        return new Claim(
                text(context, "csi.storage.k8s.io/pvc/namespace", ""),
                text(context, "csi.storage.k8s.io/pvc/name", ""),
                text(context, "csi.storage.k8s.io/pv/name", ""));
    }

    private static int port(Map<String, String> context, String key, int otherwise) {
        int port = atLeast(1, context, key, otherwise);
        return port <= 65535 ? port : otherwise;
    }

    private static int atLeast(int least, Map<String, String> context, String key, int otherwise) {
        String value = text(context, key, "");
        if (!value.matches("-?[0-9]{1,9}")) {
            return otherwise;
        }
        int number = Integer.parseInt(value);
        return number >= least ? number : otherwise;
    }

    private static String text(Map<String, String> context, String key, String otherwise) {
        String value = context.getOrDefault(key, "").strip();
        return value.isEmpty() ? otherwise : value;
    }
}
