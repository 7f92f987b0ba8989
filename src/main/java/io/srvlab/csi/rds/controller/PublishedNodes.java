package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.attachment.AttachmentRecords;
import io.srvlab.csi.rds.attachment.Recorded;
import io.srvlab.csi.rds.rds.Disk;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/**
 * Which holders really reach their volumes: those whose export is on as it was opened for them. The stock attacher attaches
 * again what is missing here, so this is never a guess and never short.
 */
public final class PublishedNodes {
    private final AttachmentRecords records;
    private final ExportFence fence;
    private final int port;

    public PublishedNodes(AttachmentRecords records, ExportFence fence, int port) {
        this.records = records;
        this.fence = fence;
        this.port = port;
    }

    /** Holders by volume. */
    Mono<Map<VolumeId, Recorded>> all() {
        return records.all()
                .map(list -> list.stream().collect(Collectors.toMap(Recorded::volume, Function.identity())));
    }

    Mono<Recorded> of(VolumeId volume) {
        return records.read(volume);
    }

    List<NodeName> reaching(Disk disk, Recorded recorded) {
        return disk.isReachable(port)
                ? recorded.holders().stream()
                        .filter(node -> fence.admits(disk, node))
                        .toList()
                : List.of();
    }

    /** Holders that do not reach the volume. */
    List<NodeName> cutOff(Disk disk, Recorded recorded) {
        List<NodeName> reaching = reaching(disk, recorded);
        return recorded.holders().stream()
                .filter(node -> !reaching.contains(node))
                .toList();
    }

    static Recorded recorded(Map<VolumeId, Recorded> all, VolumeId volume) {
        return all.getOrDefault(volume, Recorded.nothing(volume));
    }
}
