package io.srvlab.csi.rds.mount;

import io.srvlab.csi.rds.host.CommandOutput;
import io.srvlab.csi.rds.host.HostCommands;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;

/**
 * Makes device nodes for raw block volumes. A node of its own, not a bind mount of /dev: that would multiply devtmpfs through
 * every mount namespace. Read-only is the node's mode, which kubelet turns into the container's device permissions; setting
 * the device itself read-only would hit every other user of the volume on this node.
 */
public final class DeviceNodes {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    /** Device numbers in hexadecimal, the mode in octal, as stat(1) prints them. */
    private static final Pattern NODE = Pattern.compile("block special file:([0-9a-f]+):([0-9a-f]+):([0-7]+)");

    private final HostTools tools;
    private final MountTargets targets;

    public DeviceNodes(HostCommands commands, MountTargets targets) {
        this.tools = new HostTools(commands);
        this.targets = targets;
    }

    /** The node at the path; empty when nothing is there. Anything else that stands there is Conflict. */
    public Mono<Optional<DeviceNode>> at(Path target) {
        return targets.exists(target)
                .filter(Boolean::booleanValue)
                .flatMap(there -> tools.succeed(DEADLINE, "stat", "--format=%F:%t:%T:%a", target.toString()))
                .map(output -> Optional.of(node(target, output)))
                .defaultIfEmpty(Optional.empty());
    }

    /** Makes the node and reads it back; there must be nothing at the target. */
    public Mono<Void> make(BlockDevice device, Path target, boolean readOnly) {
        int mode = DeviceNode.mode(readOnly);
        return targets.makeDirectory(parent(target))
                .then(tools.succeed(
                        DEADLINE,
                        "mknod",
                        "-m",
                        "%04o".formatted(mode),
                        target.toString(),
                        "b",
                        device.major(),
                        device.minor()))
                .then(Mono.defer(() -> at(target)))
                .flatMap(Mono::justOrEmpty)
                .filter(new DeviceNode(device.majorMinor(), mode)::equals)
                .switchIfEmpty(Mono.error(() -> new Failure.Unavailable(
                        target + " is not the node of " + device.path() + " that was made", "retry")))
                .then();
    }

    private static DeviceNode node(Path target, CommandOutput output) {
        Matcher node = NODE.matcher(output.stdout().strip());
        if (!node.matches()) {
            throw new Failure.Conflict(
                    target + " is no block device but: " + output.stdout().strip(), "remove what stands there");
        }
        String majorMinor = Integer.parseInt(node.group(1), 16) + ":" + Integer.parseInt(node.group(2), 16);
        return new DeviceNode(majorMinor, Integer.parseInt(node.group(3), 8));
    }

    private static Path parent(Path target) {
        Path parent = target.toAbsolutePath().getParent();
        return parent == null ? target : parent;
    }
}
