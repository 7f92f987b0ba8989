package io.srvlab.csi.rds.kubernetes;

/** The names of the annotations that the driver reads and writes on PersistentVolumes. */
final class Annotations {
    /** Who holds the volume; the driver's own record and the only one it decides by. */
    static final String ATTACHMENT = "rds.csi.srvlab.io/attachment";

    /** For people, as since the prior driver: the first holder, and since when; never read. */
    static final String ATTACHED_NODE = "rds.csi.srvlab.io/attached-node";

    static final String ATTACHED_AT = "rds.csi.srvlab.io/attached-at";

    /** What an administrator may write. */
    static final String RESET_BREAKER = "rds.csi.srvlab.io/reset-circuit-breaker";

    static final String FORMAT = "rds.csi.srvlab.io/format";

    private Annotations() {}
}
