package io.srvlab.csi.rds.attachment;

import io.srvlab.csi.rds.volume.VolumeId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** Keeps attachments as long as the process lives. */
public final class InMemoryAttachmentStore implements AttachmentStore {
    private final Map<VolumeId, Attachment> kept = new ConcurrentHashMap<>();

    @Override
    public Mono<Void> save(VolumeId volume, Attachment attachment) {
        return Mono.fromRunnable(() -> {
            if (attachment.isHeld()) {
                kept.put(volume, attachment);
            } else {
                kept.remove(volume);
            }
        });
    }

    /** What is kept now. */
    public Map<VolumeId, Attachment> kept() {
        return Map.copyOf(kept);
    }
}
