package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.attachment.AttachmentPolicy;
import io.srvlab.csi.rds.attachment.NodeState;
import io.srvlab.csi.rds.attachment.Recorded;
import io.srvlab.csi.rds.attachment.ReleaseDecision;
import io.srvlab.csi.rds.rds.ExportTurn;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes volumes back: the export is closed, or the node fenced, before the record says so. A failure in between leaves the volume
 * held, never free and reachable.
 */
public final class VolumeRelease {
    private final VolumeHandover handover;
    private final AttachmentReports reports;

    public VolumeRelease(VolumeHandover handover, AttachmentReports reports) {
        this.handover = handover;
        this.reports = reports;
    }

    Mono<Void> release(UnpublishVolume request) {
        VolumeId volume = request.volume();
        AttachmentPolicy policy = handover.policy();
        return Seen.decide(seen -> handover.records().read(volume).flatMap(recorded -> {
            ReleaseDecision decision = switch (request) {
                case UnpublishVolume.FromAll all -> policy.onReleaseByAll(recorded, reports.now());
                case UnpublishVolume.FromNode one -> policy.onRelease(recorded, one.node(), reports.now());
            };
            return carryOut(recorded, decision, seen);
        }));
    }

    private Mono<Void> carryOut(Recorded recorded, ReleaseDecision decision, Seen seen) {
        return switch (decision) {
            case ReleaseDecision.NotHeld() -> Mono.empty();
            case ReleaseDecision.Leave leave ->
                reports.detached(recorded.volume(), leave, leave(recorded, leave, seen));
        };
    }

    private Mono<Void> leave(Recorded recorded, ReleaseDecision.Leave leave, Seen seen) {
        VolumeId volume = recorded.volume();
        long generation = recorded.attachment().generation();
        ExportTurn turn = seen.turn(generation, seen.next(generation));
        return evidence(volume, leave.leaving())
                .flatMap(evidence -> handover.fence()
                        .release(volume, turn, leave, evidence)
                        .then(evidence == ReleaseEvidence.NONE ? Mono.empty() : stillGone(volume, leave.leaving())))
                .then(Mono.defer(
                        () -> handover.records().write(recorded, leave.next().withGeneration(turn.next()))))
                .then();
    }

    /**
     * What was read before the export was closed may be past: a machine came back and connected, or this call was held up until the
     * node had been given the volume anew. Whatever happened before the export was closed shows now, and what comes after it finds
     * another generation.
     */
    private Mono<Void> stillGone(VolumeId volume, List<NodeName> leaving) {
        return Flux.fromIterable(leaving)
                .concatMap(node -> handover.nodes().state(node).flatMap(state -> stillGone(volume, node, state)))
                .then();
    }

    private Mono<Void> stillGone(VolumeId volume, NodeName node, NodeState state) {
        return switch (ReleaseEvidence.of(state, volume)) {
            case MACHINE_OFF -> Mono.empty();
            case NONE -> Mono.error(new Failure.Busy("volume " + volume + " is in use again", "try again"));
            case CLEAN ->
                handover.records()
                        .stands(volume, node)
                        .flatMap(stands ->
                                stands ? Mono.error(Refusals.attachedAgain(volume, node)) : Mono.<Void>empty());
        };
    }

    /** Of several nodes the worst counts. */
    private Mono<ReleaseEvidence> evidence(VolumeId volume, List<NodeName> leaving) {
        return Flux.fromIterable(leaving)
                .concatMap(node -> handover.nodes().state(node))
                .map(state -> ReleaseEvidence.of(state, volume))
                .reduce(ReleaseEvidence.CLEAN, ReleaseEvidence::worse);
    }
}
