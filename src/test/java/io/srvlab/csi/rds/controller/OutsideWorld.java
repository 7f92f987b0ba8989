package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.attachment.AttachmentRecords;
import io.srvlab.csi.rds.attachment.ClusterNodes;
import io.srvlab.csi.rds.attachment.FormatWishes;
import io.srvlab.csi.rds.attachment.MigratingMachines;
import io.srvlab.csi.rds.routeros.RouterOs;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;
import reactor.core.publisher.Mono;

/** All that a controller asks anything of when it gives a volume or takes it back. */
interface OutsideWorld extends AttachmentRecords, ClusterNodes, MigratingMachines, FormatWishes, RouterOs {
    @Override
    default Mono<Boolean> oneMachine(VolumeId volume, NodeName source, NodeName target) {
        return Mono.just(true);
    }

    @Override
    default Mono<Boolean> take(VolumeId volume) {
        return Mono.just(false);
    }
}
