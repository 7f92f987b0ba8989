package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.attachment.ReleaseDecision;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeEvent;
import io.srvlab.csi.rds.volume.VolumeEvents;
import io.srvlab.csi.rds.volume.VolumeId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Mono;

/** Says who got a volume, who gave it back and who was refused. */
public final class AttachmentReports {
    private final VolumeEvents events;
    private final Clock clock;

    public AttachmentReports(VolumeEvents events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    <T> Mono<T> attached(VolumeId volume, NodeName node, Mono<T> work) {
        return Mono.defer(() -> {
            Instant begun = now();
            return work.doOnSuccess(done -> events.publish(new VolumeEvent.Attached(volume, node, since(begun))));
        });
    }

    Mono<Void> detached(VolumeId volume, List<NodeName> nodes, Mono<Void> work) {
        return Mono.defer(() -> {
            Instant begun = now();
            return work.doOnSuccess(done ->
                    nodes.forEach(node -> events.publish(new VolumeEvent.Detached(volume, node, since(begun)))));
        });
    }

    /** One of two nodes gave the volume back; the migration lasted since the later of them came. */
    Mono<Void> left(VolumeId volume, ReleaseDecision.Leave leave, Mono<Void> work) {
        Instant first = leave.leaving().since();
        Instant second = leave.remaining().since();
        return detached(volume, List.of(leave.leaving().node()), work)
                .doOnSuccess(done -> events.publish(new VolumeEvent.MigrationEnded(
                        volume, leave.remaining().node(), since(first.isAfter(second) ? first : second))));
    }

    void migrationStarted(VolumeId volume, NodeName source, NodeName target) {
        events.publish(new VolumeEvent.MigrationStarted(volume, source, target));
    }

    void refused(VolumeId volume, NodeName node, NodeName holder) {
        events.publish(new VolumeEvent.AttachRefused(volume, node, holder));
    }

    private Duration since(Instant begun) {
        return Duration.between(begun, now());
    }
}
