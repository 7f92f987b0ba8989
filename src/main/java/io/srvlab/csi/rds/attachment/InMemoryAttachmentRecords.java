package io.srvlab.csi.rds.attachment;

import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** Attachments as long as the process lives, where no cluster keeps them. Whoever holds a volume has asked for it. */
public final class InMemoryAttachmentRecords implements AttachmentRecords {
    private final Map<VolumeId, Attachment> kept = new ConcurrentHashMap<>();

    @Override
    public Mono<Recorded> read(VolumeId volume) {
        return Mono.fromSupplier(() -> recorded(volume, kept.getOrDefault(volume, Attachment.NOBODY)));
    }

    @Override
    public Mono<Recorded> write(Recorded read, Attachment next) {
        return Mono.fromSupplier(() -> recorded(
                read.volume(),
                kept.compute(
                        read.volume(), (volume, now) -> replaced(read, now == null ? Attachment.NOBODY : now, next))));
    }

    @Override
    public Mono<List<Recorded>> all() {
        return Mono.fromSupplier(() -> kept.entrySet().stream()
                .map(entry -> recorded(entry.getKey(), entry.getValue()))
                .toList());
    }

    /** There are no VolumeAttachments: whoever calls decides. */
    @Override
    public Mono<Boolean> stands(VolumeId volume, NodeName node) {
        return Mono.just(false);
    }

    @Override
    public Mono<Void> abandon(VolumeId volume, NodeName node) {
        return Mono.empty();
    }

    private static Attachment replaced(Recorded read, Attachment now, Attachment next) {
        if (!now.equals(read.attachment())) {
            throw new Failure.Busy("the holders of volume " + read.volume() + " have just changed", "try again");
        }
        return next;
    }

    private static Recorded recorded(VolumeId volume, Attachment attachment) {
        return new Recorded(volume, attachment, "", Set.of(), Set.copyOf(attachment.nodes()));
    }
}
