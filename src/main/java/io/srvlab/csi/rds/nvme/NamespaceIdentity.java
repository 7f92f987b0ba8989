package io.srvlab.csi.rds.nvme;

/** What a target says of itself: the namespace's own name (wwid) and the controller's model; empty where it says nothing. */
public record NamespaceIdentity(String wwid, String model) {
    public static final NamespaceIdentity UNKNOWN = new NamespaceIdentity("", "");

    @Override
    public String toString() {
        return wwid + " of model " + model;
    }
}
