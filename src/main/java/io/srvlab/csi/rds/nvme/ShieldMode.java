package io.srvlab.csi.rds.nvme;

/** Whether staged volumes get a device-mapper map that waits while their target is away. */
public enum ShieldMode {
    /** Where the kernel can and dmsetup is there. */
    AUTO,
    /** Always: a volume that cannot have one is not staged. */
    ON,
    /** Never; maps that are there stay in use until their volume is unstaged. */
    OFF
}
