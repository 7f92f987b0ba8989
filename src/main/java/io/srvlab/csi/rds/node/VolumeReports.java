package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.mount.MountPoint;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeEvent;
import io.srvlab.csi.rds.volume.VolumeEvents;
import io.srvlab.csi.rds.volume.VolumeId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiFunction;
import reactor.core.publisher.Mono;

/** Publishes how a piece of work ended and how long it took. */
public final class VolumeReports {
    private final VolumeEvents events;
    private final Clock clock;

    public VolumeReports(VolumeEvents events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    <T> Mono<T> operation(VolumeId volume, String name, Mono<T> work) {
        return report(work, (ok, took) -> new VolumeEvent.OperationEnded(volume, name, ok, took));
    }

    <T> Mono<T> connected(VolumeId volume, Mono<T> work) {
        return report(work, (ok, took) -> new VolumeEvent.Connected(volume, ok, took));
    }

    <T> Mono<T> mounted(VolumeId volume, String operation, Mono<T> work) {
        return report(work, (ok, took) -> new VolumeEvent.Mounted(volume, operation, ok))
                .doOnError(Failure.class, failure -> events.publish(failed(volume, operation, failure)));
    }

    void stale(VolumeId volume, MountPoint found, BlockDevice device) {
        String was = found.source() + " (" + found.majorMinor() + ")";
        String is = device.path() + " (" + device.majorMinor() + ")";
        events.publish(new VolumeEvent.StaleMountFound(volume, was, is));
    }

    private static VolumeEvent failed(VolumeId volume, String operation, Failure failure) {
        String reason = operation + ": " + failure.getMessage();
        return operation.equals("recover")
                ? new VolumeEvent.RecoveryFailed(volume, reason)
                : new VolumeEvent.MountFailed(volume, reason);
    }

    private <T> Mono<T> report(Mono<T> work, BiFunction<Boolean, Duration, VolumeEvent> event) {
        return Mono.defer(() -> {
            Instant start = clock.instant();
            return work.doOnSuccess(result -> events.publish(event.apply(true, since(start))))
                    .doOnError(failure -> events.publish(event.apply(false, since(start))));
        });
    }

    private Duration since(Instant start) {
        return Duration.between(start, clock.instant());
    }
}
