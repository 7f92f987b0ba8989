package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.mount.DeviceUsers;
import io.srvlab.csi.rds.nvme.NvmePaths;
import io.srvlab.csi.rds.nvme.ShieldMap;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.Nqn;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Disconnects what nobody on this node has any use for: a live connection with a managed NQN, without stage record, map, mount,
 * holder, user, or a file of the kubelet's, seen so twice. A doubt in any of them keeps it.
 */
public final class OrphanConnectionSweep {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanConnectionSweep.class);

    private final StageRecords records;
    private final PathParts parts;
    private final StagedFilesystem filesystem;
    private final DeviceUsers users;
    private final KubeletVolumes kubelet;
    private final AtomicReference<Set<String>> seenOnce = new AtomicReference<>(Set.of());

    public OrphanConnectionSweep(
            StageRecords records,
            PathParts parts,
            StagedFilesystem filesystem,
            DeviceUsers users,
            KubeletVolumes kubelet) {
        this.records = records;
        this.parts = parts;
        this.filesystem = filesystem;
        this.users = users;
        this.kubelet = kubelet;
    }

    /** Never ends. */
    public Mono<Void> every(Duration period) {
        return Flux.interval(period)
                .onBackpressureDrop()
                .concatMap(round -> round(), 1)
                .then();
    }

    /** One look; answers with what was disconnected. */
    Mono<List<String>> round() {
        return Mono.zip(parts.devices().survey(), parts.shield().all(), known())
                .flatMapMany(seen -> Flux.fromIterable(seen.getT1().entrySet())
                        .filter(entry -> suspicious(entry.getKey(), entry.getValue(), seen.getT3()))
                        .filter(entry -> !carriesMap(entry.getValue(), seen.getT2()))
                        .filterWhen(entry -> unused(entry.getKey(), entry.getValue()))
                        .map(Map.Entry::getKey))
                .collectList()
                .flatMap(this::secondSight)
                .onErrorResume(Failure.class, blind -> Mono.fromRunnable(() -> lookAgain(blind)));
    }

    private Mono<Set<String>> known() {
        return records.all().map(all -> {
            Set<String> nqns = new HashSet<>();
            all.forEach(record -> record.nqns().map(Nqn::value).forEach(nqns::add));
            return nqns;
        });
    }

    private boolean suspicious(String nqn, NvmePaths paths, Set<String> known) {
        return Nqn.in(nqn).filter(parts.connector()::manages).isPresent() && paths.live() && !known.contains(nqn);
    }

    private static boolean carriesMap(NvmePaths paths, Map<String, ShieldMap> maps) {
        BlockDevice head = paths.head();
        return head != null
                && maps.values().stream().anyMatch(map -> map.paths().contains(head.majorMinor()));
    }

    private Mono<Boolean> unused(String nqn, NvmePaths paths) {
        BlockDevice head = paths.head();
        Mono<Boolean> mentioned = kubelet.mention(new Nqn(nqn));
        return head == null
                ? mentioned.map(mention -> !mention)
                : filesystem
                        .requireUnmounted(head)
                        .then(users.requireNone(head))
                        .then(parts.devices().inUse(head))
                        .flatMap(held -> held ? Mono.just(false) : mentioned.map(mention -> !mention))
                        .onErrorReturn(Failure.Conflict.class, false);
    }

    private Mono<List<String>> secondSight(List<String> seen) {
        Set<String> before = seenOnce.getAndSet(Set.copyOf(seen));
        return Flux.fromIterable(seen)
                .filter(before::contains)
                .concatMap(nqn -> parts.connector().disconnect(new Nqn(nqn)).thenReturn(nqn))
                .doOnNext(nqn -> LOG.warn("disconnected {}: nothing on this node used it, seen twice", nqn))
                .collectList();
    }

    private void lookAgain(Failure blind) {
        seenOnce.set(Set.of());
        LOG.warn("cannot tell which connections are used: {}", blind.getMessage());
    }
}
