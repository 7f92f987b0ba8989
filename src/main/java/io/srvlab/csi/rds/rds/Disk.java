package io.srvlab.csi.rds.rds;

import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Generation;
import io.srvlab.csi.rds.volume.Nqn;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A volume's disk as read back from the device, which is provably ours. {@code path} is the image file with its leading
 * slash; {@code nqn} and {@code port} are the device's own while exported, else what the next export will use; {@code fresh}
 * is its mark that nobody has used it; {@code mark} what its comment says of its export; {@code hosts} the NQNs that may connect, empty: any.
 */
public record Disk(
        VolumeId volume,
        String slot,
        String path,
        Capacity size,
        boolean exported,
        int port,
        Nqn nqn,
        @Nullable Generation fresh,
        ExportMark mark,
        List<String> hosts) {
    public Disk {
        hosts = List.copyOf(hosts);
    }

    /** Whether the device shows its size, as it does when the image is there. */
    public boolean isSized() {
        return size.bytes() > 0;
    }

    public long generation() {
        return mark.generation();
    }

    /** Whether its export is on, at that port and under the NQN that its mark names. */
    public boolean isReachable(int onPort) {
        return exported && port == onPort && nqn.equals(mark.nqn(volume));
    }
}
