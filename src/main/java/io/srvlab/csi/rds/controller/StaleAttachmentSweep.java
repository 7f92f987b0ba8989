package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.attachment.Leadership;
import io.srvlab.csi.rds.attachment.NodeState;
import io.srvlab.csi.rds.attachment.Recorded;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeGate;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes volumes from nodes that will never give them back: those whose Node object is gone, or that carry the out-of-service
 * taint. The export is fenced first, then the record drops the node, then its VolumeAttachment goes, which nothing else would
 * ever finish. A node that is merely not ready keeps what it has.
 */
public final class StaleAttachmentSweep {
    private static final Logger LOG = LoggerFactory.getLogger(StaleAttachmentSweep.class);
    private static final int AT_ONCE = 8;

    private final VolumeHandover handover;
    private final VolumeRelease releases;
    private final AttachmentReports reports;
    private final VolumeGate gate;

    public StaleAttachmentSweep(
            VolumeHandover handover, VolumeRelease releases, AttachmentReports reports, VolumeGate gate) {
        this.handover = handover;
        this.releases = releases;
        this.reports = reports;
        this.gate = gate;
    }

    /**
     * Endless: a run at each trigger and each period while this controller leads. Triggers during a run lead to one more run
     * together; stopping ends whatever runs.
     */
    public Mono<Void> watch(Leadership leadership, Flux<?> triggers, Duration period) {
        Flux<?> all = Flux.merge(
                triggers,
                handover.nodes().troubles(),
                Flux.interval(Duration.ZERO, period).onBackpressureLatest());
        return leadership
                .leading()
                .switchMap(leads -> leads ? runs(all) : Flux.empty())
                .then();
    }

    private Flux<Integer> runs(Flux<?> triggers) {
        return triggers.map(trigger -> 1)
                .onBackpressureLatest()
                .concatMap(trigger -> sweep().onErrorResume(StaleAttachmentSweep::tell), 0);
    }

    /** One look at every volume; answers with how many nodes were dropped. Fails when it cannot be told who holds what. */
    public Mono<Integer> sweep() {
        return handover.records()
                .all()
                .flatMapIterable(all -> all)
                .flatMap(this::mend, AT_ONCE)
                .reduce(0, Integer::sum);
    }

    /** One volume's trouble is not the others'. */
    private Mono<Integer> mend(Recorded recorded) {
        return Flux.fromIterable(nodes(recorded))
                .concatMap(node -> handover.nodes()
                        .state(node)
                        .filter(this::isLost)
                        .flatMap(lost -> gate.exclusively(recorded.volume(), clear(recorded, node)))
                        .onErrorResume(StaleAttachmentSweep::tell))
                .reduce(0, Integer::sum);
    }

    private static List<NodeName> nodes(Recorded recorded) {
        Set<NodeName> all = new LinkedHashSet<>(recorded.holders());
        all.addAll(recorded.requested());
        return List.copyOf(all);
    }

    private boolean isLost(NodeState state) {
        return switch (state) {
            case NodeState.Absent() -> handover.fence().mode() != FencingMode.EVIDENCE_ONLY;
            case NodeState.Present present -> present.outOfService();
        };
    }

    private Mono<Integer> clear(Recorded recorded, NodeName node) {
        return releases.release(new UnpublishVolume.FromNode(recorded.volume(), node))
                .then(handover.records().abandon(recorded.volume(), node))
                .then(Mono.fromSupplier(() -> {
                    reports.staleCleared(recorded.volume(), node);
                    return 1;
                }));
    }

    private static Mono<Integer> tell(Throwable failure) {
        LOG.warn("a stale attachment stays for now: {}", String.valueOf(failure.getMessage()));
        return Mono.just(0);
    }
}
