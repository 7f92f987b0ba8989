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

/** What all who work on volumes' paths share. {@code gate}: one of them at a time works on one volume's. */
public record PathParts(
        PathShield shield,
        NvmeDevices devices,
        NvmeConnector connector,
        PathProof proof,
        PathTroubles troubles,
        VolumeGate gate) {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
    private static final int PATIENCE = 12;

    /** For a call's work: whoever else is at the volume's path is the watch, whose steps are short, and is waited for. */
    <T> Mono<T> afterTheWatch(VolumeId volume, Mono<T> work) {
        return gate.exclusively(volume, work)
                .retryWhen(Retry.backoff(PATIENCE, FIRST_PAUSE)
                        .maxBackoff(LONGEST_PAUSE)
                        .filter(Failure.Busy.class::isInstance)
                        .onRetryExhaustedThrow((spec, last) -> last.failure()));
    }
}
