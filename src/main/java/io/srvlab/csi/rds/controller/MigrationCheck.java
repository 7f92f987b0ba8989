package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.attachment.MigratingMachines;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;
import reactor.core.publisher.Mono;

/**
 * Whether a second node may have a volume beside the first: for the live migration of one virtual machine, whose hypervisors take
 * care that only one of them writes. Whatever cannot be told for certain is refused.
 *
 * @param sameMachine false admits whoever asks
 */
public record MigrationCheck(MigratingMachines machines, boolean sameMachine) {
    /** Completes when the target may join the source; Conflict otherwise. */
    Mono<Void> admit(VolumeId volume, NodeName source, NodeName target) {
        return sameMachine
                ? machines.oneMachine(volume, source, target)
                        .defaultIfEmpty(false)
                        .flatMap(one -> one ? Mono.empty() : Mono.error(notOne(volume, source, target)))
                : Mono.empty();
    }

    private static Failure notOne(VolumeId volume, NodeName source, NodeName target) {
        return new Failure.Conflict(
                "volume " + volume + " is attached to " + source + ", and its pods there and on " + target
                        + " are not provably of one VirtualMachineInstance",
                "live-migrate the VirtualMachineInstance, delete the pod on one of the nodes, or set"
                        + " rds-csi.migration.same-machine to false where the pods themselves keep from writing at once");
    }
}
