package io.srvlab.csi.rds.attachment;

import io.srvlab.csi.rds.volume.NodeName;

/** A node that asks for a volume, and how it wants to use it. */
public record Contender(NodeName node, AccessClass access, boolean readOnly) {}
