package io.srvlab.csi.rds.kubernetes;

/** The PersistentVolumeClaim that a PersistentVolume is bound to. */
record Claim(String namespace, String name, String uid) {}
