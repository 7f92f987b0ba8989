package io.srvlab.csi.rds.rds;

import io.srvlab.csi.rds.volume.Generation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an export is to stand on the device.
 *
 * @param hosts host NQNs that may connect, exactly these; empty leaves the device's own list alone
 * @param used the volume counts as used from now on
 * @param cut every live connection is to end first
 * @param fresh marks the volume as never used, under this generation; null leaves that mark as it is
 */
public record ExportWish(
        List<String> hosts,
        boolean used,
        boolean cut,
        @Nullable Generation fresh) {
    /** Open for whoever comes. */
    public static final ExportWish OPEN = new ExportWish(List.of(), false, false);

    public ExportWish {
        hosts = List.copyOf(hosts);
        if (used && fresh != null) {
            throw new IllegalArgumentException("a volume cannot count both as used and as never used");
        }
    }

    /** The mark that nobody has used the volume stays as it is, or goes. */
    public ExportWish(List<String> hosts, boolean used, boolean cut) {
        this(hosts, used, cut, null);
    }

    String hostList() {
        return String.join(",", hosts);
    }
}
