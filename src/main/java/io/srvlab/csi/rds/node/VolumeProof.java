package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.nvme.ShieldMap;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.VolumeId;

/**
 * By what else than its identity a shielded volume is known again when its device comes back as another one. {@code signature} is that of its filesystem;
 * a raw block volume has none, because whatever is on it belongs to its user, who may change it at any time, and a filesystem's is
 * known only when staging has found, mended or made it. {@code expected}: the size that an expansion under way asked for, or zero.
 */
record VolumeProof(String shield, Capacity size, Capacity expected, String signature) {
    /** What there is to know before anything on the volume was read. */
    static VolumeProof unsigned(VolumeId volume, Capacity size) {
        return new VolumeProof(ShieldMap.nameOf(volume), size, new Capacity(0), "");
    }

    boolean signed() {
        return !signature.isEmpty();
    }

    VolumeProof of(Capacity actual) {
        return new VolumeProof(shield, actual, new Capacity(0), signature);
    }

    VolumeProof expecting(Capacity least) {
        return new VolumeProof(shield, size, least, signature);
    }
}
