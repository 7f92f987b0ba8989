package io.srvlab.csi.rds.role;

/** What the driver works on. */
public enum Outside {
    /** A real RDS over SSH, the kernel's NVMe/TCP, real mounts. */
    REAL,
    /** The built-in RDS simulator (over real SSH on a loopback port) and a simulated host: no hardware, no root. */
    SIMULATED
}
