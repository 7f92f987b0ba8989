package io.srvlab.csi.rds.attachment;

import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.Set;

/**
 * What is on record for one volume at one moment.
 *
 * @param version names this state of the PersistentVolume to a later write; empty when no PersistentVolume has the volume
 * @param attached nodes whose VolumeAttachment says attached, also one that is being deleted
 * @param requested nodes that have a VolumeAttachment at all
 */
public record Recorded(
        VolumeId volume, Attachment attachment, String version, Set<NodeName> attached, Set<NodeName> requested) {
    public Recorded {
        attached = Set.copyOf(attached);
        requested = Set.copyOf(requested);
    }

    public static Recorded nothing(VolumeId volume) {
        return new Recorded(volume, Attachment.NOBODY, "", Set.of(), Set.of());
    }
}
