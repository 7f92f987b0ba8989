package io.srvlab.csi.rds.role;

/** What this process is. */
public enum Role {
    /** Serves the CSI Identity and Controller services. */
    CONTROLLER,
    /** Serves the CSI Identity and Node services. */
    NODE,
    /** Serves all three from one process. */
    MONOLITH,
    /** Serves no CSI: only a simulated RDS behind SSH. */
    SIMULATOR;

    boolean controls() {
        return this == CONTROLLER || this == MONOLITH;
    }

    boolean isNode() {
        return this == NODE || this == MONOLITH;
    }
}
