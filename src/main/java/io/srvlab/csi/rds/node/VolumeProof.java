package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.volume.Capacity;

/**
 * By what else than its identity a shielded volume is known again when its device comes back as another one. {@code signature} is that of its filesystem;
 * a raw block volume has none, because whatever is on it belongs to its user, who may change it at any time. {@code expected}: the
 * size that an expansion under way asked for, or zero.
 */
record VolumeProof(String shield, Capacity size, Capacity expected, String signature) {
    VolumeProof of(Capacity actual) {
        return new VolumeProof(shield, actual, new Capacity(0), signature);
    }

    VolumeProof expecting(Capacity least) {
        return new VolumeProof(shield, size, least, signature);
    }
}
