package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.volume.VolumeEvent.OperationEnded;
import io.srvlab.csi.rds.volume.VolumeEvents;
import io.srvlab.csi.rds.volume.VolumeId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import reactor.core.publisher.Mono;

/** Says how every operation on a volume ended and how long it took. */
public final class OperationTimes {
    private final VolumeEvents events;
    private final Clock clock;

    public OperationTimes(VolumeEvents events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    <T> Mono<T> observed(VolumeId volume, String operation, Mono<T> work) {
        return Mono.defer(() -> {
            Instant begun = clock.instant();
            return work.doOnSuccess(result -> ended(volume, operation, true, begun))
                    .doOnError(error -> ended(volume, operation, false, begun));
        });
    }

    private void ended(VolumeId volume, String operation, boolean ok, Instant begun) {
        events.publish(new OperationEnded(volume, operation, ok, Duration.between(begun, clock.instant())));
    }
}
