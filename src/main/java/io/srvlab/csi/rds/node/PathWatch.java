package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.nvme.ShieldMap;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.Health;
import io.srvlab.csi.rds.volume.VolumeEvent;
import io.srvlab.csi.rds.volume.VolumeEvents;
import io.srvlab.csi.rds.volume.VolumeId;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Watches the paths of the shielded volumes and has them repaired: at once when a device comes or goes, and each second in any
 * case, more often while a path is away: that a controller is live again is no event in /dev. One volume's repair waits for no other's; a volume with an operation on its path
 * in progress is come back to.
 */
public final class PathWatch {
    private static final Logger LOG = LoggerFactory.getLogger(PathWatch.class);
    private static final Duration LOOK_IN_TROUBLE = Duration.ofMillis(200);
    private static final int LOOK_OTHERWISE = 5;
    private static final int MANY = 1024;

    private final PathSurvey survey;
    private final PathParts parts;
    private final PathRepair repair;
    private final Signs signs;
    private final RepairPauses pauses;
    private final Set<VolumeId> working = ConcurrentHashMap.newKeySet();
    private final Set<VolumeId> settled = ConcurrentHashMap.newKeySet();
    private final AtomicReference<String> lastFault = new AtomicReference<>("");

    /** {@code deviceChanges}: a hint that it is worth looking; never ends. */
    public record Signs(Flux<Integer> deviceChanges, VolumeEvents events, Clock clock) {}

    public PathWatch(StageRecords records, PathParts parts, PathRepair repair, Signs signs, RandomGenerator random) {
        this.survey = new PathSurvey(records, parts);
        this.parts = parts;
        this.repair = repair;
        this.signs = signs;
        this.pauses = new RepairPauses(random);
    }

    /** Never ends. */
    public Mono<Void> watch() {
        Flux<Integer> clock = Flux.interval(Duration.ZERO, LOOK_IN_TROUBLE)
                .filter(tick -> tick % LOOK_OTHERWISE == 0 || parts.troubles().count() > 0)
                .map(Long::intValue);
        return Flux.merge(clock, signs.deviceChanges())
                .onBackpressureLatest()
                .concatMap(sign -> look(), 1)
                .flatMap(this::attend, MANY)
                .then();
    }

    /** One look, and the repairs that it calls for. */
    Mono<Void> round() {
        return look().flatMap(this::attend, MANY).then();
    }

    private Flux<PathStep.View> look() {
        return survey.look()
                .onErrorResume(fault -> Mono.fromRunnable(() -> blind(fault)))
                .flatMapIterable(views -> views);
    }

    private void blind(Throwable fault) {
        if (!fault.toString().equals(lastFault.getAndSet(fault.toString()))) {
            LOG.warn("cannot look at the volumes' paths", fault);
        }
    }

    private Mono<Void> attend(PathStep.View view) {
        PathStep step = atFirstSight(view.record().volume(), PathStep.decide(view), view.map());
        VolumeId volume = view.record().volume();
        return switch (step) {
            case PathStep.Unshielded() -> Mono.empty();
            case PathStep.Sound(BlockDevice head) -> sound(view, head);
            case PathStep.Away(String states) -> Mono.fromRunnable(() -> away(volume, states));
            case PathStep.Hold _ -> lost(view).then(due(view, step));
            default -> due(view, step);
        };
    }

    private Mono<Void> due(PathStep.View view, PathStep step) {
        VolumeId volume = view.record().volume();
        return Mono.defer(() -> pauses.due(volume, step, signs.clock().instant()) && working.add(volume)
                ? repaired(view, step).doFinally(end -> working.remove(volume))
                : Mono.empty());
    }

    /** Said at once: holding has to wait for whatever else is done to the volume. */
    private Mono<Void> lost(PathStep.View view) {
        return view.paths().live()
                ? Mono.empty()
                : Mono.fromRunnable(() -> lost(
                        view.record().volume(),
                        awayText(view.record().volume(), view.paths().states())));
    }

    /** A driver that was killed while it put a table to work may have left a map that fails what it should let wait. */
    private PathStep atFirstSight(VolumeId volume, PathStep step, @Nullable ShieldMap map) {
        return map == null || step instanceof PathStep.Unshielded || settled.contains(volume)
                ? step
                : new PathStep.Settle(map);
    }

    private Mono<Void> repaired(PathStep.View view, PathStep step) {
        VolumeId volume = view.record().volume();
        return parts.gate()
                .exclusively(volume, settle(view, step).then(repair.run(volume)))
                .doOnNext(end -> ended(volume, step, end))
                .onErrorResume(Failure.Busy.class, busy -> Mono.empty())
                .onErrorResume(fault -> Mono.fromRunnable(() -> failed(volume, step, fault)))
                .then();
    }

    private Mono<Void> settle(PathStep.View view, PathStep step) {
        return step instanceof PathStep.Settle(ShieldMap map)
                ? parts.shield()
                        .settle(map)
                        .then(parts.connector().failFast(view.record().nqn()))
                        .then(Mono.fromRunnable(() -> settled.add(view.record().volume())))
                : Mono.empty();
    }

    private void ended(VolumeId volume, PathStep step, PathStep end) {
        switch (end) {
            case PathStep.Sound _, PathStep.Unshielded _ -> back(volume);
            case PathStep.Away(String states) -> away(volume, states);
            default -> failed(volume, step, new Failure.Unavailable(lasting(volume, end), ""));
        }
    }

    /** A sound path's device is the volume's: when it has grown, the volume has. */
    private Mono<Void> sound(PathStep.View view, BlockDevice head) {
        VolumeId volume = view.record().volume();
        back(volume);
        VolumeProof proof = view.record().proof();
        return proof == null || head.size().compareTo(proof.size()) <= 0
                ? Mono.empty()
                : parts.gate()
                        .exclusively(volume, repair.learnSize(volume, head))
                        .onErrorComplete()
                        .then();
    }

    private void back(VolumeId volume) {
        pauses.passed(volume);
        if (parts.troubles().ends(volume)) {
            signs.events().publish(new VolumeEvent.PathBack(volume));
        }
    }

    private void away(VolumeId volume, String states) {
        pauses.passed(volume);
        lost(volume, awayText(volume, states));
    }

    private static String awayText(VolumeId volume, String states) {
        return "the target of volume " + volume + " is away (" + states + "); reads and writes wait";
    }

    private void failed(VolumeId volume, PathStep step, Throwable fault) {
        pauses.failed(volume, step, fault, signs.clock().instant());
        String reason = fault instanceof Failure ? String.valueOf(fault.getMessage()) : fault.toString();
        if (!(fault instanceof Failure.Conflict)) {
            lost(volume, reason);
        } else if (begins(volume, "PathRefused", reason)) {
            signs.events().publish(new VolumeEvent.PathRefused(volume, reason));
        }
    }

    private void lost(VolumeId volume, String reason) {
        if (begins(volume, "PathLost", reason)) {
            signs.events().publish(new VolumeEvent.PathLost(volume, reason));
        }
    }

    private boolean begins(VolumeId volume, String reason, String message) {
        return parts.troubles().begins(volume, new Health.Ailing(Health.Severity.INACCESSIBLE, reason, message));
    }

    private static String lasting(VolumeId volume, PathStep end) {
        return "the path of volume " + volume + " does not come back: " + end + "; reads and writes wait";
    }
}
