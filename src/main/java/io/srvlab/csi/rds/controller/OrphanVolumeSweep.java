package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.attachment.AttachmentRecords;
import io.srvlab.csi.rds.attachment.ClaimedVolumes;
import io.srvlab.csi.rds.attachment.Leadership;
import io.srvlab.csi.rds.attachment.Recorded;
import io.srvlab.csi.rds.rds.Disk;
import io.srvlab.csi.rds.rds.ExportTurn;
import io.srvlab.csi.rds.rds.Inventory;
import io.srvlab.csi.rds.rds.RdsClient;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeGate;
import io.srvlab.csi.rds.volume.VolumeId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Finds disks that carry this cluster's mark and that no PersistentVolume names: what a creation left that nobody came back for,
 * or a PersistentVolume that was removed by hand. One counts when every look for an hour has found it so, closed and with nobody
 * on record; it is told of, or deleted. Whatever cannot be asked ends the round.
 */
public final class OrphanVolumeSweep {
    /** Between two looks. */
    public static final Duration PERIOD = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(OrphanVolumeSweep.class);
    private static final Duration AGE = Duration.ofHours(1);

    private final RdsClient rds;
    private final AttachmentRecords records;
    private final ClaimedVolumes claimed;
    private final VolumeGate gate;
    private final AttachmentReports reports;
    private final Mode mode;
    private final AtomicReference<Map<VolumeId, Instant>> seen = new AtomicReference<>(Map.of());
    private final AtomicReference<Set<VolumeId>> told = new AtomicReference<>(Set.of());
    private final AtomicBoolean blind = new AtomicBoolean();

    /** What becomes of an orphan. */
    public enum Mode {
        OFF,
        DRY_RUN,
        ON
    }

    public OrphanVolumeSweep(
            RdsClient rds,
            AttachmentRecords records,
            ClaimedVolumes claimed,
            VolumeGate gate,
            AttachmentReports reports,
            Mode mode) {
        this.rds = rds;
        this.records = records;
        this.claimed = claimed;
        this.gate = gate;
        this.reports = reports;
        this.mode = mode;
    }

    /** Endless: looks once each period while this controller leads, and begins anew with each lead. */
    public Mono<Void> watch(Leadership leadership) {
        return leadership
                .leading()
                .switchMap(leads -> leads && mode != Mode.OFF ? rounds() : Flux.empty())
                .then();
    }

    private Flux<List<VolumeId>> rounds() {
        return Flux.defer(() -> {
            seen.set(Map.of());
            return Flux.interval(PERIOD)
                    .onBackpressureDrop()
                    .concatMap(tick -> round().onErrorResume(this::lookLater), 0);
        });
    }

    /** One look; answers with the orphans that were told of, or deleted. */
    Mono<List<VolumeId>> round() {
        return suspects()
                .map(this::orphans)
                .flatMap(orphans -> mode == Mode.ON ? removed(orphans) : Mono.fromSupplier(() -> reported(orphans)))
                .doOnSuccess(done -> blind.set(false));
    }

    /** The claims are read after the disks, so that a volume that has just been made has a chance to be claimed. */
    private Mono<Set<VolumeId>> suspects() {
        return rds.inventory()
                .flatMap(inventory ->
                        Mono.zip(claimed.claimed(), records.all(), (claims, all) -> unclaimed(inventory, claims, all)));
    }

    private static Set<VolumeId> unclaimed(Inventory inventory, Set<VolumeId> claims, List<Recorded> all) {
        Set<VolumeId> wanted = new HashSet<>(claims);
        all.stream().filter(OrphanVolumeSweep::isWanted).map(Recorded::volume).forEach(wanted::add);
        return inventory.disks().stream()
                .filter(OrphanVolumeSweep::isIdle)
                .map(Disk::volume)
                .filter(volume -> !wanted.contains(volume))
                .collect(Collectors.toSet());
    }

    private static boolean isIdle(Disk disk) {
        return disk.mark().present() && !disk.exported() && disk.isSized();
    }

    private static boolean isWanted(Recorded recorded) {
        return !recorded.holders().isEmpty() || !recorded.requested().isEmpty();
    }

    /** Those of the suspects that have been ones long enough. */
    private List<VolumeId> orphans(Set<VolumeId> suspects) {
        Instant now = reports.now();
        Map<VolumeId, Instant> before = seen.get();
        Map<VolumeId, Instant> since = suspects.stream()
                .collect(Collectors.toMap(Function.identity(), volume -> before.getOrDefault(volume, now)));
        seen.set(since);
        return suspects.stream()
                .filter(volume -> !since.getOrDefault(volume, now).plus(AGE).isAfter(now))
                .sorted(Comparator.comparing(VolumeId::value))
                .toList();
    }

    private List<VolumeId> reported(List<VolumeId> orphans) {
        Set<VolumeId> known = told.getAndSet(Set.copyOf(orphans));
        List<VolumeId> found =
                orphans.stream().filter(volume -> !known.contains(volume)).toList();
        if (!found.isEmpty()) {
            LOG.warn("no PersistentVolume names {} on the RDS; rds-csi.volume-sweep=on deletes them", found);
            found.forEach(volume -> reports.orphan(volume, false));
        }
        return found;
    }

    private Mono<List<VolumeId>> removed(List<VolumeId> orphans) {
        return Flux.fromIterable(orphans)
                .concatMap(volume -> gate.exclusively(volume, remove(volume))
                        .onErrorResume(error -> !(error instanceof Failure.Unavailable), this::skip))
                .collectList();
    }

    /** Everything is asked once more; the claims last. */
    private Mono<VolumeId> remove(VolumeId volume) {
        return rds.find(volume)
                .filter(OrphanVolumeSweep::isIdle)
                .filterWhen(disk -> records.read(volume).map(recorded -> !isWanted(recorded)))
                .filterWhen(disk -> claimed.claimed().map(claims -> !claims.contains(volume)))
                .flatMap(disk -> rds.delete(volume, ExportTurn.at(disk.generation()))
                        .then(Mono.fromSupplier(() -> {
                            LOG.warn("deleted volume {}, which no PersistentVolume names", volume);
                            reports.orphan(volume, true);
                            return volume;
                        })));
    }

    private Mono<VolumeId> skip(Throwable failure) {
        LOG.warn("an orphaned volume stays for now: {}", String.valueOf(failure.getMessage()));
        return Mono.empty();
    }

    /** Said once, until a round succeeds again. */
    private Mono<List<VolumeId>> lookLater(Throwable failure) {
        if (!blind.getAndSet(true)) {
            LOG.warn("orphaned volumes are not looked for for now: {}", String.valueOf(failure.getMessage()));
        }
        return Mono.empty();
    }
}
