package io.srvlab.csi.rds.rds;

import java.util.List;

/**
 * How an export is to stand on the device.
 *
 * @param hosts host NQNs that may connect, exactly these; empty leaves the device's own list alone
 * @param used the volume counts as used from now on
 * @param cut every live connection is to end first
 */
public record ExportWish(List<String> hosts, boolean used, boolean cut) {
    /** Open for whoever comes. */
    public static final ExportWish OPEN = new ExportWish(List.of(), false, false);

    public ExportWish {
        hosts = List.copyOf(hosts);
    }

    String hostList() {
        return String.join(",", hosts);
    }
}
