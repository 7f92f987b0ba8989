package io.srvlab.csi.rds.attachment;

import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * What the cluster has on record about who holds which volume: the PersistentVolumes' annotations and the VolumeAttachments.
 * Every method fails with Unavailable when it cannot tell for certain, also until the first complete reading.
 */
public interface AttachmentRecords {
    /** What is on record for the volume now; {@link Recorded#nothing} when no PersistentVolume has it. */
    Mono<Recorded> read(VolumeId volume);

    /**
     * Writes the attachment in place of what was read, and answers with what then stands there. Busy when anybody has written
     * since; nothing is changed then. Completes when the API server has accepted it.
     */
    Mono<Recorded> write(Recorded read, Attachment next);

    /**
     * Every volume that anything is on record for, once; complete or an error, never a short list. Where one volume's record
     * cannot be told, only its VolumeAttachments are there: whoever acts on a volume reads it first, which fails then.
     */
    Mono<List<Recorded>> all();

    /**
     * Whether the node has a VolumeAttachment for the volume that nobody deletes: it has been given the volume, or is about to be. Read
     * from the API server at this moment, not from a copy.
     */
    Mono<Boolean> stands(VolumeId volume, NodeName node);

    /** Deletes the node's VolumeAttachment for the volume, finalizer included, because nothing else will ever finish it. */
    Mono<Void> abandon(VolumeId volume, NodeName node);
}
