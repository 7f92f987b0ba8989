package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.mount.MountTargets;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeGate;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes leave of the RDS when the machine goes down: ends the connections of staged volumes that nobody holds. A driver that is
 * merely restarted leaves everything as it is, and so does one that cannot tell the one from the other. Records stay: after the
 * boot the kubelet unstages what it had staged.
 */
public final class ShutdownCleanup {
    private static final Logger LOG = LoggerFactory.getLogger(ShutdownCleanup.class);
    private static final int AT_ONCE = 8;

    private final Mono<Boolean> machineGoesDown;
    private final StageRecords records;
    private final MountTargets targets;
    private final PathEnd ends;
    private final VolumeGate gate;

    /**
     * {@code machineGoesDown}: asked anew each time. {@code gate}: the one that calls on a volume pass; one that is under way has
     * the volume.
     */
    public ShutdownCleanup(
            Mono<Boolean> machineGoesDown, StageRecords records, MountTargets targets, PathEnd ends, VolumeGate gate) {
        this.machineGoesDown = machineGoesDown;
        this.records = records;
        this.targets = targets;
        this.ends = ends;
        this.gate = gate;
    }

    /** Answers with the volumes whose connections were ended. */
    public Mono<List<VolumeId>> run() {
        return machineGoesDown.flatMap(goesDown -> goesDown ? leaveAll() : Mono.just(List.of()));
    }

    private Mono<List<VolumeId>> leaveAll() {
        return records.all()
                .flatMapIterable(all -> all)
                .flatMap(this::leave, AT_ONCE)
                .collectList()
                .doOnNext(left -> LOG.info("the machine goes down; ended the connections of {}", left));
    }

    private Mono<VolumeId> leave(StageRecord record) {
        Mono<Void> left = requireUnpublished(record)
                .then(ends.leave(record.volume(), record.nqns().toList()));
        return gate.exclusively(record.volume(), left)
                .thenReturn(record.volume())
                .onErrorResume(Failure.class, held -> Mono.fromRunnable(() -> LOG.info("{}", held.getMessage())));
    }

    private Mono<Void> requireUnpublished(StageRecord record) {
        return Flux.fromIterable(record.deviceNodes())
                .filterWhen(targets::exists)
                .next()
                .flatMap(path -> Mono.error(new Failure.Conflict(
                        "volume " + record.volume() + " is published at " + path, "it stays connected")));
    }
}
