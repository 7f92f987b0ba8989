package io.srvlab.csi.rds.attachment;

import io.srvlab.csi.rds.volume.NodeName;
import java.time.Duration;

/** A node that asks for a volume, how it wants to use it, whether its writes fail when the export is away for a moment, and how long a migration to it may take. */
public record Contender(
        NodeName node, AccessClass access, boolean readOnly, boolean impatient, Duration migrationTimeout) {
    public Contender(NodeName node, AccessClass access, boolean readOnly, Duration migrationTimeout) {
        this(node, access, readOnly, false, migrationTimeout);
    }
}
