package io.srvlab.csi.rds.rds;

/** Whether any node holds a volume, and at which generation its export was changed last. */
public record PublishedAt(boolean published, long generation) {}
