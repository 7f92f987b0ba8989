package io.srvlab.csi.rds.mount;

import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Brings a device to a state in which it can be mounted: what is on it is checked, a blank one is formatted. */
public final class Filesystem {
    /** What a volume gets when nobody names a type. */
    public static final String DEFAULT_TYPE = "ext4";

    private static final Set<String> MOUNTABLE = Set.of("ext3", "ext4", "xfs");

    private final FilesystemProbe probe;
    private final FilesystemCheck check;
    private final FilesystemFormat format;
    private final MountTable table;

    public Filesystem(FilesystemProbe probe, FilesystemCheck check, FilesystemFormat format, MountTable table) {
        this.probe = probe;
        this.check = check;
        this.format = format;
        this.table = table;
    }

    /** Refuses a type that this driver does not mount; empty means whatever is there, or the default. */
    public static void requireSupported(String type) {
        if (!type.isEmpty() && !MOUNTABLE.contains(type)) {
            throw new Failure.InvalidRequest(
                    "filesystem '" + type.replaceAll("[^\\x20-\\x7e]", "?") + "' is not supported", "use ext4 or xfs");
        }
    }

    /**
     * Answers with the type to mount. A device that is proven blank is formatted if the permission is given; without it, it
     * is refused like one that is not. A mounted device is never checked or formatted.
     */
    public Mono<String> prepare(BlockDevice device, String requested, FormatPermission permission) {
        return requireUnmounted(device)
                .then(probe.typeOf(device))
                .flatMap(found -> found.isPresent()
                        ? existing(device, found.get(), requested)
                        : format.make(device, requested.isEmpty() ? DEFAULT_TYPE : requested, permission));
    }

    /** To be asked when it cannot be mounted: fails when that is because it was never finished. */
    public Mono<Void> requireFinished(BlockDevice device, String type) {
        return check.requireFinished(device, type);
    }

    /** The options that a type needs beyond those asked for: a restored xfs has the UUID of its source. */
    public static List<String> mountOptions(String type, List<String> requested) {
        List<String> options = new ArrayList<>(requested);
        if (type.equals("xfs") && !options.contains("nouuid")) {
            options.add("nouuid");
        }
        return options;
    }

    private Mono<String> existing(BlockDevice device, String found, String requested) {
        if (!MOUNTABLE.contains(found)) {
            return Mono.error(refusal(device, "holds '" + found + "', which this driver does not mount"));
        }
        if (!requested.isEmpty() && !requested.equals(found)) {
            return Mono.error(refusal(device, "holds " + found + ", but " + requested + " was asked for"));
        }
        return check.repair(device, found).thenReturn(found);
    }

    private Mono<Void> requireUnmounted(BlockDevice device) {
        return table.of(device.majorMinor())
                .doOnNext(mounts -> {
                    if (!mounts.isEmpty()) {
                        throw refusal(
                                device, "is mounted at " + mounts.getFirst().path());
                    }
                })
                .then();
    }

    private static Failure refusal(BlockDevice device, String what) {
        return new Failure.Conflict(
                device.path() + " " + what, "nothing was changed; see what the volume was used for");
    }
}
