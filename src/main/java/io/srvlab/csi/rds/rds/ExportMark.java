package io.srvlab.csi.rds.rds;

import io.srvlab.csi.rds.volume.Nqn;
import io.srvlab.csi.rds.volume.VolumeId;

/** What a disk's comment says of its export: the generation of its last change, and its NQN's last rotation (empty: none). */
public record ExportMark(long generation, String rotation) {
    static ExportMark in(String comment) {
        return new ExportMark(
                OwnerMark.generationIn(comment), OwnerMark.rotationIn(comment).orElse(""));
    }

    /** The NQN under which the volume is, or will be, exported. */
    Nqn nqn(VolumeId volume) {
        return rotation.isEmpty() ? Nqn.of(volume) : Nqn.rotated(volume, rotation);
    }
}
