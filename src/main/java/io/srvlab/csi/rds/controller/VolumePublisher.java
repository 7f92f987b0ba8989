package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.attachment.Attachment;
import io.srvlab.csi.rds.attachment.NodeState;
import io.srvlab.csi.rds.attachment.PublishDecision;
import io.srvlab.csi.rds.attachment.Recorded;
import io.srvlab.csi.rds.rds.Disk;
import io.srvlab.csi.rds.rds.ExportTurn;
import io.srvlab.csi.rds.rds.OutdatedGeneration;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.Generation;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.StorageDefaults;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Gives volumes to nodes and takes them back: the export is on while any node holds the volume, off otherwise. A grant is on
 * record before the export opens, so that a failure in between leaves the volume held, never free and exported.
 */
public final class VolumePublisher {
    private final VolumeHandover handover;
    private final VolumeRelease releases;
    private final StorageDefaults defaults;
    private final OperationTimes times;
    private final AttachmentReports reports;

    public VolumePublisher(
            VolumeHandover handover,
            VolumeRelease releases,
            StorageDefaults defaults,
            OperationTimes times,
            AttachmentReports reports) {
        this.handover = handover;
        this.releases = releases;
        this.defaults = defaults;
        this.times = times;
        this.reports = reports;
    }

    /** Gives the volume to the node and answers with the publish_context. */
    public Mono<Map<String, String>> publish(PublishVolume request) {
        Mono<Disk> admitted = handover.nodes()
                .state(request.node())
                .flatMap(state -> fit(request.node(), state))
                .then(Mono.defer(() -> admit(request, new FormatOffer(handover.wishes(), request))));
        return times.observed(request.volume(), "publish", admitted)
                .map(disk -> GrantedContext.of(disk, request, defaults));
    }

    /** Takes the volume back; a volume or node that does not exist has nothing to give back. */
    public Mono<Void> unpublish(UnpublishVolume request) {
        return times.observed(request.volume(), "unpublish", releases.release(request));
    }

    /** A machine that is said to be off gets nothing: the same word would take the volume from it while it writes. */
    private static Mono<Void> fit(NodeName node, NodeState state) {
        return switch (state) {
            case NodeState.Absent() -> Mono.error(Refusals.unknownNode(node));
            case NodeState.Present present ->
                present.outOfService() ? Mono.error(Refusals.outOfService(node)) : Mono.empty();
        };
    }

    private Mono<Disk> admit(PublishVolume request, FormatOffer format) {
        return Seen.decide(seen -> handover.records().read(request.volume()).flatMap(recorded -> {
                    PublishDecision decision =
                            handover.policy().onPublish(recorded, request.contender(), reports.now());
                    return carryOut(new Asked(request, format, recorded.size()), recorded, decision, seen);
                }))
                .doOnError(failure -> format.failed());
    }

    private Mono<Disk> carryOut(Asked asked, Recorded recorded, PublishDecision decision, Seen seen) {
        PublishVolume request = asked.request();
        return switch (decision) {
            case PublishDecision.AlreadyHeld same -> reopen(asked, recorded, same.held(), seen);
            case PublishDecision.Grant granted -> grant(asked, recorded, granted.next(), seen);
            case PublishDecision.Join join -> join(asked, recorded, join, seen);
            case PublishDecision.DropFirst drop -> dropFirst(request.volume(), drop);
            case PublishDecision.RefuseHeld by ->
                refuse(request, by.holder(), Refusals.heldElsewhere(request, by.holder()));
            case PublishDecision.RefuseFull full ->
                refuse(request, full.held().nodes().getFirst(), Refusals.twoHolders(request.volume(), full.held()));
            case PublishDecision.RefuseOverdue late ->
                refuse(
                        request,
                        late.held().nodes().getFirst(),
                        Refusals.overdue(request.volume(), late.held(), reports.now()));
            case PublishDecision.RefuseOtherUse other -> Mono.error(Refusals.otherUse(request, other.held()));
        };
    }

    /** A device that is ahead of the record has seen a release that did not get that far: the record catches up first. */
    private Mono<Disk> reopen(Asked asked, Recorded recorded, Attachment held, Seen seen) {
        long generation = held.generation();
        Optional<Generation> fresh = asked.format().taken();
        return seen.isAhead(generation)
                ? handover.records()
                        .write(recorded, held.withGeneration(seen.next(generation)))
                        .flatMap(written -> open(asked, seen.turn(generation, seen.next(generation)), held, fresh))
                : open(asked, seen.turn(generation, generation), held, fresh);
    }

    private Mono<Disk> grant(Asked asked, Recorded recorded, Attachment granted, Seen seen) {
        VolumeId volume = recorded.volume();
        long generation = recorded.attachment().generation();
        Attachment next = granted.withGeneration(seen.next(generation));
        ExportTurn turn = seen.turn(generation, next.generation());
        Mono<Disk> recordedFirst = Mono.fromRunnable(() -> handover.fence().check(volume, next))
                .then(asked.format().take(next))
                .flatMap(fresh -> handover.records()
                        .write(recorded, next)
                        .flatMap(written -> open(asked, turn, next, fresh)
                                .onErrorResume(error -> undone(written, recorded.attachment(), error))));
        return reports.attached(volume, asked.request().node(), recordedFirst);
    }

    /** A disk that somebody removed comes back over its file. */
    private Mono<Disk> open(Asked asked, ExportTurn turn, Attachment holders, Optional<Generation> fresh) {
        PublishVolume request = asked.request();
        Mono<Disk> opened = handover.fence().open(request.volume(), turn, holders, fresh);
        return opened.onErrorResume(
                Failure.NotFound.class,
                missing -> Mono.justOrEmpty(LostDisk.of(request, asked.size(), defaults))
                        .switchIfEmpty(Mono.error(missing))
                        .flatMap(lost -> handover.fence().restore(lost, turn))
                        .then(opened));
    }

    private Mono<Disk> join(Asked asked, Recorded recorded, PublishDecision.Join join, Seen seen) {
        PublishVolume request = asked.request();
        return handover.migrations()
                .admit(request.volume(), join.source(), request.node())
                .doOnError(
                        Failure.Conflict.class, no -> reports.refused(request.volume(), request.node(), join.source()))
                .then(Mono.defer(() -> grant(asked, recorded, join.next(), seen)))
                .doOnSuccess(disk -> reports.migrationStarted(request.volume(), join.source(), join.next()));
    }

    /**
     * Once the device has closed what was just granted, at a later generation, the grant cannot have been used and never will be;
     * until then it stands. A device that is away, or that another change has reached, is left alone.
     */
    private Mono<Disk> undone(Recorded written, Attachment before, Throwable cause) {
        if (cause instanceof Failure.Unavailable || cause instanceof OutdatedGeneration) {
            return Mono.error(cause);
        }
        long granted = written.attachment().generation();
        return handover.fence()
                .withdraw(written.volume(), new Seen(granted).turn(granted, granted + 1), before)
                .then(handover.records().write(written, before.withGeneration(granted + 1)))
                .doOnError(cause::addSuppressed)
                .then()
                .onErrorComplete()
                .then(Mono.error(cause));
    }

    /** Decided anew when they are gone. */
    private Mono<Disk> dropFirst(VolumeId volume, PublishDecision.DropFirst drop) {
        return Flux.fromIterable(drop.abandoned())
                .concatMap(node -> releases.release(new UnpublishVolume.FromNode(volume, node)))
                .then(Mono.error(new Failure.Busy("volume " + volume + " was taken from a lost node", "try again")));
    }

    /** A request, what is taken for it while it is decided, and how large the volume is on record. */
    private record Asked(PublishVolume request, FormatOffer format, Capacity size) {}

    private Mono<Disk> refuse(PublishVolume request, NodeName holder, Failure failure) {
        reports.refused(request.volume(), request.node(), holder);
        return Mono.error(failure);
    }
}
