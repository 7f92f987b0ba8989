package io.srvlab.csi.rds.mount;

/** A block device's node as it stands somewhere in the file tree. */
public record DeviceNode(String majorMinor, boolean readOnly) {}
