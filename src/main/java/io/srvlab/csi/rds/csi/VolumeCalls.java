package io.srvlab.csi.rds.csi;

import io.srvlab.csi.rds.volume.VolumeGate;
import io.srvlab.csi.rds.volume.VolumeId;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** Lets one RPC at a time work on a volume, and lets its number and volume travel with the work. */
final class VolumeCalls {
    private final VolumeGate gate;

    VolumeCalls(VolumeGate gate) {
        this.gate = gate;
    }

    <T> Mono<T> exclusively(VolumeId volume, Mono<T> work) {
        Context travels = Context.of("rpc", CallLog.RPC.get(), "volume", volume);
        return gate.exclusively(volume, work).contextWrite(travels);
    }
}
