package io.srvlab.csi.rds.controller;

import static io.srvlab.csi.rds.controller.Bench.A;
import static io.srvlab.csi.rds.controller.Bench.RWO;
import static io.srvlab.csi.rds.controller.Bench.VOLUME;
import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.attachment.ClaimedVolumes;
import io.srvlab.csi.rds.controller.OrphanVolumeSweep.Mode;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeEvent;
import io.srvlab.csi.rds.volume.VolumeGate;
import io.srvlab.csi.rds.volume.VolumeId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** Disks that no PersistentVolume names. */
class OrphanVolumeSweepTest {
    private static final Failure AWAY = new Failure.Unavailable("the API server does not answer", "try again");

    @TempDir
    Path directory;

    private final Set<VolumeId> claims = new HashSet<>();
    private final VolumeGate gate = new VolumeGate();
    private Bench bench;

    @BeforeEach
    void start() {
        bench = new Bench(directory).withVolume();
    }

    private OrphanVolumeSweep sweep(Mode mode) {
        return sweep(mode, () -> Mono.fromSupplier(() -> Set.copyOf(claims)));
    }

    private OrphanVolumeSweep sweep(Mode mode, ClaimedVolumes claimed) {
        return new OrphanVolumeSweep(bench.rds, bench.cluster, claimed, gate, bench.reports, mode);
    }

    private void look(OrphanVolumeSweep sweep, VolumeId... found) {
        StepVerifier.create(sweep.round())
                .assertNext(volumes -> assertThat(volumes).containsExactly(found))
                .verifyComplete();
    }

    private void later(int minutes) {
        bench.clock.forward(Duration.ofMinutes(minutes));
    }

    private boolean exists() {
        return bench.device.admin("/disk/print count-only where slot=" + VOLUME).equals("1");
    }

    @Test
    void oneIsDeletedWhenItHasBeenOneForAnHour() {
        OrphanVolumeSweep sweep = sweep(Mode.ON);
        look(sweep);
        later(59);
        look(sweep);
        assertThat(exists()).isTrue();
        later(1);
        look(sweep, VOLUME);
        assertThat(exists()).isFalse();
        assertThat(bench.events).contains(new VolumeEvent.OrphanFound(VOLUME, true));
    }

    @Test
    void aDryRunTellsOfItOnceAndDeletesNothing() {
        OrphanVolumeSweep sweep = sweep(Mode.DRY_RUN);
        look(sweep);
        later(60);
        look(sweep, VOLUME);
        later(10);
        look(sweep);
        assertThat(bench.events).containsOnlyOnce(new VolumeEvent.OrphanFound(VOLUME, false));
        assertThat(exists()).isTrue();
    }

    @Test
    void theHourBeginsAnewWhenItWasClaimedInBetween() {
        OrphanVolumeSweep sweep = sweep(Mode.ON);
        look(sweep);
        claims.add(VOLUME);
        later(50);
        look(sweep);
        claims.clear();
        later(10);
        look(sweep);
        assertThat(exists()).isTrue();
    }

    @Test
    void oneThatIsClaimedJustBeforeItsDeletionStays() {
        Set<VolumeId> mine = Set.of(VOLUME);
        ArrayDeque<Set<VolumeId>> answers = new ArrayDeque<>(List.of(Set.of(), Set.of(), mine));
        OrphanVolumeSweep sweep = sweep(Mode.ON, () -> Mono.fromSupplier(answers::remove));
        look(sweep);
        later(60);
        look(sweep);
        assertThat(answers).isEmpty();
        assertThat(exists()).isTrue();
    }

    @Test
    void oneThatIsHeldRequestedOrExportedIsNone() {
        OrphanVolumeSweep sweep = sweep(Mode.ON);
        bench.publishedTo(A, RWO);
        look(sweep);
        later(60);
        look(sweep);
        StepVerifier.create(bench.publisher.unpublish(new UnpublishVolume.FromAll(VOLUME)))
                .verifyComplete();
        bench.cluster.request(VOLUME, A, false);
        look(sweep);
        later(60);
        look(sweep);
        bench.cluster.withdraw(VOLUME, A);
        bench.device.admin("/disk/set [find slot=" + VOLUME + "] nvme-tcp-export=yes");
        look(sweep);
        later(60);
        look(sweep);
        assertThat(exists()).isTrue();
    }

    @Test
    void aDiskWithoutOurMarkIsNone() {
        bench.device.admin("/disk/set [find slot=" + VOLUME + "] comment=\"\""
                + " nvme-tcp-server-nqn=nqn.2000-02.com.mikrotik:" + VOLUME);
        OrphanVolumeSweep sweep = sweep(Mode.ON);
        look(sweep);
        later(60);
        look(sweep);
        assertThat(exists()).isTrue();
    }

    @Test
    void aRoundThatCannotAskDoesNothing() {
        OrphanVolumeSweep sweep = sweep(Mode.ON);
        look(sweep);
        later(60);
        bench.cluster.away(true);
        StepVerifier.create(sweep.round()).verifyError(Failure.Unavailable.class);
        bench.cluster.away(false);
        bench.device.lose("*");
        StepVerifier.create(sweep.round()).verifyError(Failure.Unavailable.class);
        bench.device.lose("");
        StepVerifier.create(sweep(Mode.ON, () -> Mono.error(AWAY)).round()).verifyError(Failure.Unavailable.class);
        assertThat(exists()).isTrue();
        look(sweep, VOLUME);
    }

    @Test
    void oneThatIsBeingWorkedOnStays() {
        OrphanVolumeSweep sweep = sweep(Mode.ON);
        look(sweep);
        later(60);
        Sinks.Empty<Void> work = Sinks.empty();
        StepVerifier.create(gate.exclusively(VOLUME, work.asMono()))
                .then(() -> look(sweep))
                .then(work::tryEmitEmpty)
                .verifyComplete();
        assertThat(exists()).isTrue();
    }

    @Test
    void onlyTheLeaderLooksAndANewLeadBeginsAnew() {
        Sinks.Many<Boolean> leads = Sinks.many().replay().latest();
        leads.tryEmitNext(true);
        OrphanVolumeSweep sweep = sweep(Mode.ON);
        StepVerifier.withVirtualTime(() -> sweep.watch(leads::asFlux))
                .expectSubscription()
                .thenAwait(OrphanVolumeSweep.PERIOD)
                .then(() -> leads.tryEmitNext(false))
                .then(() -> later(60))
                .thenAwait(OrphanVolumeSweep.PERIOD)
                .then(() -> leads.tryEmitNext(true))
                .thenAwait(OrphanVolumeSweep.PERIOD)
                .then(() -> assertThat(exists()).isTrue())
                .then(() -> later(60))
                .thenAwait(OrphanVolumeSweep.PERIOD)
                .then(() -> assertThat(exists()).isFalse())
                .thenCancel()
                .verify();
    }

    @Test
    void whereItIsOffNobodyLooks() {
        OrphanVolumeSweep sweep = sweep(Mode.OFF, () -> Mono.error(new AssertionError("asked")));
        bench.device.scripts().clear();
        StepVerifier.withVirtualTime(() -> sweep.watch(() -> Flux.just(true)))
                .expectSubscription()
                .thenAwait(Duration.ofHours(2))
                .verifyComplete();
        assertThat(bench.device.scripts()).isEmpty();
    }
}
