package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.nvme.ShieldMap;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.Nqn;
import io.srvlab.csi.rds.volume.NvmeTarget;
import io.srvlab.csi.rds.volume.VolumeEvent;
import io.srvlab.csi.rds.volume.VolumeEvents;
import io.srvlab.csi.rds.volume.VolumeId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Leads a shielded volume's reads and writes back to its data, step by step until nothing is left to do. Every step looks again
 * before it acts and may be repeated, so a driver that was stopped anywhere goes on here.
 */
public final class PathRepair {
    private static final int MOST_STEPS = 8;

    private final NodeName node;
    private final StageRecords records;
    private final PathParts parts;
    private final VolumeEvents events;
    private final Clock clock;

    public PathRepair(NodeName node, StageRecords records, PathParts parts, VolumeEvents events, Clock clock) {
        this.node = node;
        this.records = records;
        this.parts = parts;
        this.events = events;
        this.clock = clock;
    }

    /**
     * The step at which the path rests, or which has not helped; empty when the volume is not staged. Nobody else may work on the
     * volume's path meanwhile.
     */
    Mono<PathStep> run(VolumeId volume) {
        return run(volume, new PathStep.Unshielded(), MOST_STEPS);
    }

    /** The size of the device that the volume is on now, unless it has left it meanwhile. */
    Mono<StageRecord> learnSize(VolumeId volume, BlockDevice head) {
        return parts.shield()
                .find(volume)
                .flatMap(Mono::justOrEmpty)
                .filter(map -> map.isOn(head))
                .flatMap(map -> records.update(volume, record -> record.proof(proof -> proof.of(head.size()))));
    }

    private Mono<PathStep> run(VolumeId volume, PathStep last, int left) {
        return look(volume).flatMap(view -> {
            PathStep step = PathStep.decide(view);
            boolean stuck = left == 0 || step.getClass().equals(last.getClass());
            return step.rests() || stuck
                    ? Mono.just(step)
                    : act(view.record(), step).then(Mono.defer(() -> run(volume, step, left - 1)));
        });
    }

    private Mono<PathStep.View> look(VolumeId volume) {
        return records.find(volume)
                .flatMap(Mono::justOrEmpty)
                .flatMap(
                        record -> Mono.zip(parts.shield().all(), parts.devices().survey())
                                .map(seen -> PathStep.View.of(record, seen.getT1(), Set.of(), seen.getT2())))
                .flatMap(this::lookDeeper);
    }

    /** Whether the kernel has given the path up takes a command to know, and matters only where all else is well. */
    private Mono<PathStep.View> lookDeeper(PathStep.View view) {
        ShieldMap map = view.map();
        return map != null && PathStep.decide(view) instanceof PathStep.Sound
                ? parts.shield().failed().map(failed -> view.with(failed.contains(map.name())))
                : Mono.just(view);
    }

    private Mono<Void> act(StageRecord record, PathStep step) {
        return switch (step) {
            case PathStep.Settle(ShieldMap map) -> parts.shield().settle(map);
            case PathStep.Hold(ShieldMap map) -> parts.shield().hold(map);
            case PathStep.EndSuperseded(List<Nqn> nqns) ->
                Flux.fromIterable(nqns).concatMap(parts.connector()::disconnect).then();
            case PathStep.Look() -> parts.connector().look(record.nqn());
            case PathStep.Connect() -> connect(record);
            case PathStep.Reinstate(ShieldMap map, BlockDevice head) ->
                reinstate(record, map, head).onErrorResume(Failure.Conflict.class, why -> refused(record, map, why));
            case PathStep.Swap(ShieldMap map, BlockDevice head) ->
                swap(record, map, head).onErrorResume(Failure.Conflict.class, why -> refused(record, map, why));
            case PathStep.LeaveFormer() -> leaveFormer(record);
            case PathStep.Unshielded _, PathStep.Sound _, PathStep.Away _ -> Mono.empty();
        };
    }

    /** While a volume is being staged only this driver's own tools use it: they fail, and staging begins anew on what is there. */
    private Mono<Void> refused(StageRecord record, ShieldMap map, Failure why) {
        return record.proven() ? Mono.error(why) : parts.shield().release(map).then(Mono.error(why));
    }

    private Mono<Void> connect(StageRecord record) {
        StagedLink link = record.link();
        return link == null
                ? Mono.empty()
                : parts.connector().connect(link.target(), link.options(), node).then();
    }

    /**
     * The device is the one that the map is on, but the target has been away: it may have come back as another. Of a raw volume, or
     * of one that is being formatted, only the kernel can tell, which compares identities some time after it has connected.
     */
    private Mono<Void> reinstate(StageRecord record, ShieldMap map, BlockDevice head) {
        return (record.signed() ? Mono.<Void>empty() : parts.connector().compare(record.nqn()))
                .then(parts.proof().require(record, head))
                .then(Mono.defer(() -> parts.devices().find(record.nqn())))
                .flatMap(Mono::justOrEmpty)
                .filter(map::leadsTo)
                .flatMap(same -> parts.shield().reinstate(map, same));
    }

    private Mono<Void> swap(StageRecord record, ShieldMap map, BlockDevice head) {
        Instant start = clock.instant();
        return parts.proof()
                .require(record, head)
                .delayUntil(identity -> parts.connector().failFast(record.nqn()))
                .delayUntil(identity -> parts.shield().swap(map, head))
                .flatMap(identity -> records.update(record.volume(), now -> now.with(identity)))
                .doOnNext(changed ->
                        events.publish(new VolumeEvent.PathSwapped(record.volume(), head.name(), since(start))))
                .then();
    }

    private Mono<Void> leaveFormer(StageRecord record) {
        StagedLink link = record.link();
        NvmeTarget former = record.former();
        if (link == null || former == null) {
            return Mono.empty();
        }
        Mono<Void> left = link.changesNqn()
                ? parts.connector().disconnect(former.nqn())
                : parts.connector().move(link.target(), link.options(), node);
        return left.then(parts.connector().failFast(record.nqn()))
                .then(records.update(record.volume(), StageRecord::arrived))
                .then();
    }

    private Duration since(Instant start) {
        return Duration.between(start, clock.instant());
    }
}
