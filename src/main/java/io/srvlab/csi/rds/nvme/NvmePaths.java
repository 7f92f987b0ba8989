package io.srvlab.csi.rds.nvme;

import io.srvlab.csi.rds.volume.BlockDevice;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What this host has of one NQN: connections, and the namespace's device unless it is missing or not the only one. */
public record NvmePaths(
        List<NvmeController> controllers, @Nullable BlockDevice head) {
    public static final NvmePaths NONE = new NvmePaths(List.of(), null);

    public NvmePaths {
        controllers = List.copyOf(controllers);
    }

    /** Whether the target can be reached over any of the connections. */
    public boolean live() {
        return controllers.stream().anyMatch(NvmeController::live);
    }

    /** Whether there are connections, of which none reaches the target. */
    public boolean lost() {
        return !controllers.isEmpty() && !live();
    }

    /** The connections and their states, for a message. */
    public String states() {
        return controllers.isEmpty()
                ? "no connection"
                : controllers.stream()
                        .map(controller -> controller.name() + " is " + controller.state())
                        .collect(Collectors.joining(", "));
    }
}
