package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.attachment.Attachment;
import io.srvlab.csi.rds.attachment.AttachmentLedger;
import io.srvlab.csi.rds.attachment.AttachmentPolicy;
import io.srvlab.csi.rds.attachment.NodeDirectory;
import io.srvlab.csi.rds.attachment.PublishDecision;
import io.srvlab.csi.rds.attachment.ReleaseDecision;
import io.srvlab.csi.rds.rds.Disk;
import io.srvlab.csi.rds.rds.RdsClient;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.StorageDefaults;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * Gives volumes to nodes and takes them back: the export is on while any node holds the volume, off otherwise. A grant is
 * recorded before the export opens and a release after it has closed, so that a failure in between leaves the volume held,
 * never free and exported.
 */
public final class VolumePublisher {
    private final RdsClient rds;
    private final AttachmentLedger ledger;
    private final NodeDirectory nodes;
    private final StorageDefaults defaults;
    private final OperationTimes times;
    private final AttachmentReports reports;

    public VolumePublisher(
            RdsClient rds,
            AttachmentLedger ledger,
            NodeDirectory nodes,
            StorageDefaults defaults,
            OperationTimes times,
            AttachmentReports reports) {
        this.rds = rds;
        this.ledger = ledger;
        this.nodes = nodes;
        this.defaults = defaults;
        this.times = times;
        this.reports = reports;
    }

    /** Gives the volume to the node and answers with the publish_context. */
    public Mono<Map<String, String>> publish(PublishVolume request) {
        Mono<Disk> admitted = nodes.exists(request.node())
                .flatMap(known -> known ? admit(request) : Mono.error(Refusals.unknownNode(request.node())));
        return times.observed(request.volume(), "publish", admitted)
                .map(disk -> GrantedContext.of(disk, request, defaults));
    }

    /** Takes the volume back; a volume or node that does not exist has nothing to give back. */
    public Mono<Void> unpublish(UnpublishVolume request) {
        return times.observed(request.volume(), "unpublish", Mono.defer(() -> release(request)));
    }

    private Mono<Disk> admit(PublishVolume request) {
        VolumeId volume = request.volume();
        Attachment held = ledger.held(volume);
        return switch (AttachmentPolicy.onPublish(held, request.contender(), reports.now())) {
            case PublishDecision.AlreadyHeld same -> rds.openExport(volume);
            case PublishDecision.Grant granted -> grant(request, held, granted.next(), rds.openExport(volume));
            case PublishDecision.Join join -> join(request, held, join);
            case PublishDecision.RefuseOtherUse other -> Mono.error(Refusals.otherUse(request, other.held()));
            case PublishDecision.RefuseHeld by ->
                refuse(request, by.holder(), Refusals.heldElsewhere(request, by.holder()));
            case PublishDecision.RefuseFull full ->
                refuse(request, full.holders().getFirst(), Refusals.twoHolders(volume, full.holders()));
        };
    }

    private Mono<Disk> join(PublishVolume request, Attachment held, PublishDecision.Join join) {
        return grant(request, held, join.next(), rds.shareExport(request.volume()))
                .doOnSuccess(disk -> reports.migrationStarted(request.volume(), join.source(), request.node()));
    }

    private Mono<Disk> grant(PublishVolume request, Attachment held, Attachment next, Mono<Disk> export) {
        VolumeId volume = request.volume();
        Mono<Disk> opened = export.onErrorResume(error -> rolledBack(volume, next, held, error));
        return reports.attached(
                volume, request.node(), ledger.replace(volume, held, next).then(opened));
    }

    private Mono<Disk> rolledBack(VolumeId volume, Attachment granted, Attachment before, Throwable cause) {
        return ledger.replace(volume, granted, before)
                .doOnError(cause::addSuppressed)
                .onErrorComplete()
                .then(Mono.error(cause));
    }

    private Mono<Disk> refuse(PublishVolume request, NodeName holder, Failure failure) {
        reports.refused(request.volume(), request.node(), holder);
        return Mono.error(failure);
    }

    private Mono<Void> release(UnpublishVolume request) {
        VolumeId volume = request.volume();
        Attachment held = ledger.held(volume);
        ReleaseDecision decision = switch (request) {
            case UnpublishVolume.FromAll all -> AttachmentPolicy.onReleaseByAll(held);
            case UnpublishVolume.FromNode one -> AttachmentPolicy.onRelease(held, one.node());
        };
        return switch (decision) {
            case ReleaseDecision.NotHeld nothing -> Mono.empty();
            case ReleaseDecision.Leave leave -> reports.left(volume, leave, ledger.replace(volume, held, leave.next()));
            case ReleaseDecision.Clear clear ->
                reports.detached(
                        volume,
                        clear.leaving(),
                        rds.closeExport(volume).then(ledger.replace(volume, held, Attachment.NOBODY)));
        };
    }
}
