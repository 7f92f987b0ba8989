package io.srvlab.csi.rds.rds;

import io.srvlab.csi.rds.volume.Nqn;
import io.srvlab.csi.rds.volume.VolumeId;

/**
 * What a disk's comment says of its export.
 *
 * @param present whether it carries our mark at all; a disk of the prior driver does not
 * @param generation of its last change
 * @param rotation of its NQN, the last one; empty: none
 */
public record ExportMark(boolean present, long generation, String rotation) {
    /** The NQN under which the volume is, or will be, exported. */
    Nqn nqn(VolumeId volume) {
        return rotation.isEmpty() ? Nqn.of(volume) : Nqn.rotated(volume, rotation);
    }
}
