package io.srvlab.csi.rds.volume;

import java.time.Duration;
import java.time.Instant;

/** Something that happened to a volume, said once by the code that did it; metrics and Kubernetes events listen. */
public sealed interface VolumeEvent {
    VolumeId volume();

    /** A node was given the volume. */
    record Attached(VolumeId volume, NodeName node, Duration took) implements VolumeEvent {}

    /** A node gave the volume back. */
    record Detached(VolumeId volume, NodeName node, Duration took) implements VolumeEvent {}

    /** A node was refused because another holds the volume. */
    record AttachRefused(VolumeId volume, NodeName node, NodeName holder) implements VolumeEvent {}

    /** Attaching the volume to the node, or detaching it, failed for another reason than a holder. */
    record AttachmentFailed(VolumeId volume, NodeName node, boolean attaching) implements VolumeEvent {}

    /** The volume was taken from a node that will never give it back itself, after it was fenced. */
    record StaleAttachmentCleared(VolumeId volume, NodeName node) implements VolumeEvent {}

    /** A second node was admitted for a live migration, which may take so long. */
    record MigrationStarted(VolumeId volume, NodeName source, NodeName target, Duration timeout)
            implements VolumeEvent {}

    /** One of the two nodes of a migration let go: the source of one that succeeded, the target of one that failed. */
    record MigrationEnded(VolumeId volume, NodeName source, NodeName target, MigrationResult result, Duration took)
            implements VolumeEvent {}

    /** How a live migration ended. */
    enum MigrationResult {
        SUCCESS,
        FAILED,
        /** It ended, but later than it may. */
        TIMEOUT
    }

    /** An NVMe/TCP connection was made; {@code ok} false when the attempt failed. */
    record Connected(VolumeId volume, boolean ok, Duration took) implements VolumeEvent {}

    /** One CSI operation on a volume ended: create, delete, stage, unstage, publish, unpublish. */
    record OperationEnded(VolumeId volume, String operation, boolean ok, Duration took) implements VolumeEvent {}

    /** One mount or umount on a node ended. */
    record Mounted(VolumeId volume, String operation, boolean ok) implements VolumeEvent {}

    /** Reads and writes of a shielded volume wait: its target is away, or its device is. */
    record PathLost(VolumeId volume, String reason) implements VolumeEvent {}

    /** They go on. */
    record PathBack(VolumeId volume) implements VolumeEvent {}

    /** A shielded volume's device came back as another one, was proven to be the volume, and was put under its users. */
    record PathSwapped(VolumeId volume, String device, Duration took) implements VolumeEvent {}

    /** A device came up under a volume's name that is not provably the volume; it is not used. */
    record PathRefused(VolumeId volume, String reason) implements VolumeEvent {}

    /** What waited for a target that stays away was failed, because nothing but an unmount or a tool of the driver waited for it. */
    record PathReleased(VolumeId volume, String device) implements VolumeEvent {}

    /** A mount, a check or a format of the volume on a node failed. */
    record MountFailed(VolumeId volume, String reason) implements VolumeEvent {}

    /** A mount that was lost with its device could not be made anew. */
    record RecoveryFailed(VolumeId volume, String reason) implements VolumeEvent {}

    /** A staging mount was found on a device that the volume no longer is. */
    record StaleMountFound(VolumeId volume, String was, String is) implements VolumeEvent {}

    /** The RDS was started at that time without having been shut down, while the volume was attached. */
    record TargetRestarted(VolumeId volume, Instant at) implements VolumeEvent {}

    /** The volume's disk has no PersistentVolume; {@code removed} when it was deleted for that. */
    record OrphanFound(VolumeId volume, boolean removed) implements VolumeEvent {}
}
