package io.srvlab.csi.rds.attachment;

import io.srvlab.csi.rds.volume.VolumeId;
import reactor.core.publisher.Mono;

/** Keeps attachments where a restart of the controller does not lose them, as far as there is such a place. */
public interface AttachmentStore {
    /** Replaces what is kept for the volume; nothing is kept for {@link Attachment#NOBODY}. Completes when it is safe. */
    Mono<Void> save(VolumeId volume, Attachment attachment);
}
