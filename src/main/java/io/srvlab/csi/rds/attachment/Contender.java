package io.srvlab.csi.rds.attachment;

import io.srvlab.csi.rds.volume.NodeName;
import java.time.Duration;

/** A node that asks for a volume, how it wants to use it, and how long a migration to it may take. */
public record Contender(NodeName node, AccessClass access, boolean readOnly, Duration migrationTimeout) {}
