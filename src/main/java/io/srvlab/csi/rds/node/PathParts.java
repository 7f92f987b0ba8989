package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.nvme.NvmeConnector;
import io.srvlab.csi.rds.nvme.NvmeDevices;
import io.srvlab.csi.rds.nvme.PathShield;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeGate;
import io.srvlab.csi.rds.volume.VolumeId;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * What all who work on volumes' paths share. {@code gate}: one of them at a time works on one volume's. Their commands are a part of
 * their own, because a tool that hangs for want of the path ends only when they have brought it back.
 */
public record PathParts(
        PathShield shield,
        NvmeDevices devices,
        NvmeConnector connector,
        PathProof proof,
        PathTroubles troubles,
        VolumeGate gate) {
    private static final Retry WHILE_BUSY = Retry.fixedDelay(200, Duration.ofMillis(100))
            .filter(Failure.Busy.class::isInstance)
            .onRetryExhaustedThrow((retry, last) -> last.failure());

    public PathParts(
            PathShield shield, NvmeDevices devices, NvmeConnector connector, PathProof proof, PathTroubles troubles) {
        this(shield, devices, connector, proof, troubles, new VolumeGate("the path of "));
    }

    /** For a call, which waits for a repair in the background to end instead of troubling its caller with it. */
    <T> Mono<T> alone(VolumeId volume, Mono<T> work) {
        return gate.exclusively(volume, work).retryWhen(WHILE_BUSY);
    }
}
