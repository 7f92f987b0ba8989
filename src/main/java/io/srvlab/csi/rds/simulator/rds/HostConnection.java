package io.srvlab.csi.rds.simulator.rds;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** One host's connection to one export. The device never tells its clients about these. */
public final class HostConnection {
    private final String hostNqn;
    private final String diskId;
    private final AtomicReference<Export> export;
    private final AtomicBoolean live = new AtomicBoolean(true);
    private final Exports exports;

    HostConnection(String hostNqn, String diskId, Export export, Exports exports) {
        this.hostNqn = hostNqn;
        this.diskId = diskId;
        this.export = new AtomicReference<>(export);
        this.exports = exports;
    }

    public String hostNqn() {
        return hostNqn;
    }

    /** The export as this host sees it now. */
    public Export export() {
        return export.get();
    }

    public boolean isLive() {
        return live.get();
    }

    /** Asks the target again, as {@code nvme ns-rescan} does. */
    public void rescan() {
        exports.rescan(this);
    }

    public void disconnect() {
        exports.forget(this);
    }

    String diskId() {
        return diskId;
    }

    void sees(Export now) {
        export.set(now);
    }

    void drop() {
        live.set(false);
    }
}
