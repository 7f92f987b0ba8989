package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.volume.Health;

/** How full a volume is and how it is doing; of an ailing one the usage may be what was measured last. */
public record Measurement(Usage usage, Health health) {}
