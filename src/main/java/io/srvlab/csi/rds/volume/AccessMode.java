package io.srvlab.csi.rds.volume;

/** The access modes this driver serves (CSI 1.13, VolumeCapability.AccessMode), and what each allows. */
public enum AccessMode {
    SINGLE_NODE_WRITER(false, false),
    SINGLE_NODE_READER_ONLY(false, true),
    SINGLE_NODE_SINGLE_WRITER(false, false),
    SINGLE_NODE_MULTI_WRITER(false, false),
    MULTI_NODE_MULTI_WRITER(true, false);

    private final boolean multiNode;
    private final boolean readOnly;

    AccessMode(boolean multiNode, boolean readOnly) {
        this.multiNode = multiNode;
        this.readOnly = readOnly;
    }

    public boolean multiNode() {
        return multiNode;
    }

    public boolean readOnly() {
        return readOnly;
    }
}
