package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.attachment.AttachmentLedger;
import io.srvlab.csi.rds.rds.Disk;
import io.srvlab.csi.rds.rds.RdsClient;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.VolumeId;
import reactor.core.publisher.Mono;

/** Grows volumes. */
public final class VolumeExpander {
    private final RdsClient rds;
    private final AttachmentLedger ledger;
    private final OperationTimes times;

    public VolumeExpander(RdsClient rds, AttachmentLedger ledger, OperationTimes times) {
        this.rds = rds;
        this.ledger = ledger;
        this.times = times;
    }

    /**
     * Grows the volume's disk. Its shield and its filesystem, if any, still have to be grown on its node, also when the disk is large
     * enough already: the caller may be retrying because the first answer was lost.
     */
    public Mono<Capacity> expand(ExpandVolume request) {
        VolumeId volume = request.volume();
        return times.observed(
                volume,
                "expand",
                Mono.defer(() -> rds.grow(
                                volume,
                                VolumeSizes.forGrown(request.sizes()),
                                ledger.held(volume).isHeld()))
                        .map(Disk::size));
    }
}
