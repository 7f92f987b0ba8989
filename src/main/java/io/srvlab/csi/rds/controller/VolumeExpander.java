package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.attachment.AttachmentRecords;
import io.srvlab.csi.rds.rds.Disk;
import io.srvlab.csi.rds.rds.PublishedAt;
import io.srvlab.csi.rds.rds.RdsClient;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.VolumeId;
import reactor.core.publisher.Mono;

/** Grows volumes. */
public final class VolumeExpander {
    private final RdsClient rds;
    private final AttachmentRecords records;
    private final OperationTimes times;

    public VolumeExpander(RdsClient rds, AttachmentRecords records, OperationTimes times) {
        this.rds = rds;
        this.records = records;
        this.times = times;
    }

    /**
     * Grows the volume's disk. Its shield and its filesystem, if any, still have to be grown on its node, also when the disk is large
     * enough already: the caller may be retrying because the first answer was lost.
     */
    public Mono<Capacity> expand(ExpandVolume request) {
        return times.observed(
                request.volume(),
                "expand",
                Seen.decide(seen -> grown(request, seen)).map(Disk::size));
    }

    private Mono<Disk> grown(ExpandVolume request, Seen seen) {
        VolumeId volume = request.volume();
        return records.read(volume).flatMap(recorded -> {
            long generation = seen.staying(recorded.attachment().generation()).next();
            PublishedAt published = new PublishedAt(
                    !recorded.holders().isEmpty(), recorded.attachment().isImpatient(), generation);
            return rds.grow(volume, VolumeSizes.forGrown(request.sizes()), published);
        });
    }
}
