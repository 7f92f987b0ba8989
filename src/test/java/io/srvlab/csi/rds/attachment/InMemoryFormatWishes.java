package io.srvlab.csi.rds.attachment;

import io.srvlab.csi.rds.volume.VolumeId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** Wishes as long as the process lives. */
public final class InMemoryFormatWishes implements FormatWishes {
    private final Set<VolumeId> wishes = ConcurrentHashMap.newKeySet();

    public void wish(VolumeId volume) {
        wishes.add(volume);
    }

    @Override
    public Mono<Boolean> take(VolumeId volume) {
        return Mono.fromSupplier(() -> wishes.remove(volume));
    }
}
