package io.srvlab.csi.rds.volume;

/** One use of a volume: CSI's VolumeCapability as a value. */
public record VolumeUse(AccessType type, AccessMode mode) {
    public VolumeUse {
        if (mode.multiNode() && type instanceof AccessType.Filesystem) {
            throw new Failure.InvalidRequest(
                    "access mode ReadWriteMany needs volumeMode Block: two nodes writing to one filesystem destroy it",
                    "set volumeMode: Block in the PVC (KubeVirt live migration), or use ReadWriteOnce");
        }
    }
}
