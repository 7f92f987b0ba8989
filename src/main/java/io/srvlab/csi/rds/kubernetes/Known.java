package io.srvlab.csi.rds.kubernetes;

/** What is kept of an object of the API server: its name, the version it had, and what it is looked up by. */
interface Known {
    String name();

    String version();

    /** Many objects may have the same. */
    String lookup();
}
