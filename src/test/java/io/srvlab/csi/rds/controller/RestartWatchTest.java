package io.srvlab.csi.rds.controller;

import static io.srvlab.csi.rds.controller.Bench.A;
import static io.srvlab.csi.rds.controller.Bench.RWO;
import static io.srvlab.csi.rds.controller.Bench.VOLUME;
import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.rds.RdsBoots;
import io.srvlab.csi.rds.rds.ToldBoot;
import io.srvlab.csi.rds.volume.Health;
import io.srvlab.csi.rds.volume.StorageDefaults;
import io.srvlab.csi.rds.volume.VolumeEvent;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** What is told of volumes under which the RDS went away without a word. */
class RestartWatchTest {
    @TempDir
    Path directory;

    private final ToldBoot device = new ToldBoot();
    private final Sinks.Many<Boolean> leads = Sinks.many().multicast().directBestEffort();
    private final Sinks.Many<Boolean> back = Sinks.many().multicast().directBestEffort();
    private Bench bench;
    private RdsBoots boots;

    @BeforeEach
    void aVolumeIsAttachedAndTimePasses() {
        bench = new Bench(directory).withVolume().publishedTo(A, RWO);
        boots = new RdsBoots(device, bench.clock);
        bench.clock.forward(Duration.ofHours(3));
        bench.events.clear();
        new RestartWatch(boots, bench.cluster, bench.reports)
                .watch(() -> Flux.concat(Flux.just(true), leads.asFlux()), back.asFlux())
                .subscribe();
    }

    @Test
    void anUnexpectedStartUnderAnAttachedVolumeIsToldOnceAndShows() {
        device.says("00:00:40", 1, 0);
        rdsIsBack();
        rdsIsBack();
        assertThat(bench.events)
                .singleElement()
                .isEqualTo(new VolumeEvent.TargetRestarted(
                        VOLUME, bench.clock.instant().minusSeconds(40)));
        assertThat(health()).isInstanceOfSatisfying(Health.Ailing.class, ailing -> {
            assertThat(ailing.reason()).isEqualTo("TargetRestarted");
            assertThat(ailing.message()).contains("check the data");
        });
    }

    @Test
    void anOrderlyOneIsNoNews() {
        device.says("00:00:40", 0, 1);
        rdsIsBack();
        assertThat(bench.events).isEmpty();
        assertThat(health()).isInstanceOf(Health.Sound.class);
    }

    @Test
    void aVolumeThatWasAttachedSinceDidNotComeUnderIt() {
        device.says("03:00:10", 1, 0);
        rdsIsBack();
        assertThat(bench.events).isEmpty();
        assertThat(health()).isInstanceOf(Health.Sound.class);
    }

    @Test
    void whoeverDoesNotLeadShowsItAndLeavesTellingToTheLeader() {
        leads.tryEmitNext(false);
        device.says("00:00:40", 1, 0);
        rdsIsBack();
        assertThat(bench.events).isEmpty();
        assertThat(health()).isInstanceOf(Health.Ailing.class);
        leads.tryEmitNext(true);
        assertThat(bench.events).hasSize(1);
    }

    @Test
    void anOldStartShowsWithoutBeingToldAgain() {
        device.says("02:00:00", 1, 0);
        rdsIsBack();
        assertThat(bench.events).isEmpty();
        assertThat(health()).isInstanceOf(Health.Ailing.class);
    }

    private void rdsIsBack() {
        back.tryEmitNext(true);
    }

    private Health health() {
        StorageDefaults defaults = new StorageDefaults("10.0.0.1", "10.0.1.1", 4420, Bench.PATH);
        PublishedNodes published = new PublishedNodes(bench.cluster, bench.handover.fence(), 4420);
        ListedVolume[] found = new ListedVolume[1];
        StepVerifier.create(new VolumeListing(bench.rds, published, defaults, boots).find(VOLUME))
                .consumeNextWith(listed -> found[0] = listed)
                .verifyComplete();
        return found[0].health();
    }
}
