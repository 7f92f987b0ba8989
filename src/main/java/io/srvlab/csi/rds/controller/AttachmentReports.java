package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.attachment.Attachment;
import io.srvlab.csi.rds.attachment.ReleaseDecision;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeEvent;
import io.srvlab.csi.rds.volume.VolumeEvent.MigrationResult;
import io.srvlab.csi.rds.volume.VolumeEvents;
import io.srvlab.csi.rds.volume.VolumeId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
            return work.doOnSuccess(done -> events.publish(new VolumeEvent.Attached(volume, node, since(begun))))
                    .doOnError(failure -> events.publish(new VolumeEvent.AttachmentFailed(volume, node, true)));
        });
    }

    Mono<Void> detached(VolumeId volume, ReleaseDecision.Leave leave, Mono<Void> work) {
        return Mono.defer(() -> {
            Instant begun = now();
            return work.doOnSuccess(done -> left(volume, leave, begun))
                    .doOnError(failure -> leave.leaving()
                            .forEach(node -> events.publish(new VolumeEvent.AttachmentFailed(volume, node, false))));
        });
    }

    private void left(VolumeId volume, ReleaseDecision.Leave leave, Instant begun) {
        leave.leaving().forEach(node -> events.publish(new VolumeEvent.Detached(volume, node, since(begun))));
        if (leave.before().migration().isUnderWay()) {
            migrationEnded(volume, leave);
        }
    }

    /** The first of the two holders is the source: when it leaves alone the migration has succeeded. */
    private void migrationEnded(VolumeId volume, ReleaseDecision.Leave leave) {
        Attachment before = leave.before();
        NodeName source = before.nodes().getFirst();
        boolean succeeded = leave.next().isHeld() && leave.leaving().contains(source);
        boolean late = before.migration().isOverdue(now());
        MigrationResult inTime = succeeded ? MigrationResult.SUCCESS : MigrationResult.FAILED;
        events.publish(new VolumeEvent.MigrationEnded(
                volume,
                source,
                before.nodes().getLast(),
                late ? MigrationResult.TIMEOUT : inTime,
                before.migration().elapsed(now())));
    }

    void migrationStarted(VolumeId volume, NodeName source, Attachment next) {
        events.publish(new VolumeEvent.MigrationStarted(
                volume, source, next.nodes().getLast(), next.migration().timeout()));
    }

    void staleCleared(VolumeId volume, NodeName node) {
        events.publish(new VolumeEvent.StaleAttachmentCleared(volume, node));
    }

    void orphan(VolumeId volume, boolean removed) {
        events.publish(new VolumeEvent.OrphanFound(volume, removed));
    }

    void cameUnder(VolumeId volume, Instant restart) {
        events.publish(new VolumeEvent.TargetRestarted(volume, restart));
    }

    void refused(VolumeId volume, NodeName node, NodeName holder) {
        events.publish(new VolumeEvent.AttachRefused(volume, node, holder));
    }

    private Duration since(Instant begun) {
        return Duration.between(begun, now());
    }
}
