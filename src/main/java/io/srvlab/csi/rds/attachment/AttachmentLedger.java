package io.srvlab.csi.rds.attachment;

import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeGate;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/**
 * The one record of who holds which volume. An entry changes only from the state that the change was decided on, and only
 * after the store has accepted it.
 */
public final class AttachmentLedger {
    private final AttachmentStore store;
    private final Map<VolumeId, Attachment> entries = new ConcurrentHashMap<>();
    private final VolumeGate writes = new VolumeGate();

    public AttachmentLedger(AttachmentStore store) {
        this.store = store;
    }

    public Attachment held(VolumeId volume) {
        return entries.getOrDefault(volume, Attachment.NOBODY);
    }

    /** Busy when the entry is no longer {@code expected}, or is being written. */
    public Mono<Void> replace(VolumeId volume, Attachment expected, Attachment next) {
        return writes.exclusively(
                volume,
                Mono.defer(() -> held(volume).equals(expected)
                        ? store.save(volume, next).then(Mono.fromRunnable(() -> remember(volume, next)))
                        : Mono.error(new Failure.Busy(
                                "the holders of volume " + volume + " have just changed", "try again"))));
    }

    private void remember(VolumeId volume, Attachment next) {
        if (next.isHeld()) {
            entries.put(volume, next);
        } else {
            entries.remove(volume);
        }
    }
}
