package io.srvlab.csi.rds.simulator.rds;

/** How a copy of data goes wrong half-way. */
public enum CopyFlaw {
    /** It says so. */
    FAILS,
    /** It reports all bytes as copied. */
    SILENT
}
