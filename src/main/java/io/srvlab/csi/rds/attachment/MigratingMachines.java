package io.srvlab.csi.rds.attachment;

import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;
import reactor.core.publisher.Mono;

/** KubeVirt's virtual machines, as far as their pods tell. */
@FunctionalInterface
public interface MigratingMachines {
    /** Whether every pod that uses the volume on either node is of one VirtualMachineInstance, and each node has one. */
    Mono<Boolean> oneMachine(VolumeId volume, NodeName source, NodeName target);
}
