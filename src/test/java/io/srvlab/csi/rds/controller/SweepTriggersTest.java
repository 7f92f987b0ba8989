package io.srvlab.csi.rds.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.attachment.Attachment;
import io.srvlab.csi.rds.attachment.AttachmentRecords;
import io.srvlab.csi.rds.attachment.Leadership;
import io.srvlab.csi.rds.attachment.Recorded;
import io.srvlab.csi.rds.attachment.SoleLeadership;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeGate;
import io.srvlab.csi.rds.volume.VolumeId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** What makes the sweep of stale attachments run, and how often. */
class SweepTriggersTest {
    @TempDir
    Path directory;

    private final Sinks.Many<Integer> triggers = Sinks.many().multicast().directBestEffort();
    private final List<Sinks.Empty<Void>> runs = new ArrayList<>();

    private Mono<Void> watched() {
        return watched(new SoleLeadership());
    }

    private Mono<Void> watched(Leadership leadership) {
        Bench bench = new Bench(directory);
        VolumeHandover slow = new VolumeHandover(
                new SlowRecords(bench.cluster, runs),
                bench.cluster,
                bench.handover.policy(),
                bench.handover.fence(),
                bench.handover.migrations(),
                bench.wishes);
        return new StaleAttachmentSweep(slow, new VolumeRelease(slow, bench.reports), bench.reports, new VolumeGate())
                .watch(leadership, triggers.asFlux(), Duration.ofDays(1));
    }

    private void trigger(int times) {
        for (int i = 0; i < times; i++) {
            triggers.tryEmitNext(i);
        }
    }

    @Test
    void triggersDuringARunLeadToExactlyOneMore() {
        StepVerifier.withVirtualTime(this::watched)
                .expectSubscription()
                .thenAwait(Duration.ofMillis(1))
                .then(() -> trigger(5))
                .then(() -> assertThat(runs).as("while the first runs").hasSize(1))
                .then(() -> runs.get(0).tryEmitEmpty())
                .then(() -> assertThat(runs).as("after the first").hasSize(2))
                .then(() -> runs.get(1).tryEmitEmpty())
                .then(() -> assertThat(runs).as("after the second").hasSize(2))
                .then(() -> trigger(1))
                .then(() -> assertThat(runs).as("at the next trigger").hasSize(3))
                .thenCancel()
                .verify();
    }

    @Test
    void stoppingEndsTheRunAndNoTriggerBeginsAnother() {
        StepVerifier.withVirtualTime(this::watched)
                .expectSubscription()
                .thenAwait(Duration.ofMillis(1))
                .then(() -> trigger(1))
                .thenCancel()
                .verify();
        assertThat(runs.getFirst().currentSubscriberCount()).isZero();
        runs.getFirst().tryEmitEmpty();
        trigger(3);
        assertThat(runs).hasSize(1);
    }

    /** Two controllers of the prior driver would both have swept. */
    @Test
    @Tag("defect-35")
    void ofTwoControllersOnlyTheLeaderSweeps() {
        Sinks.Many<Boolean> leads = Sinks.many().unicast().onBackpressureBuffer();
        StepVerifier.withVirtualTime(() -> watched(leads::asFlux))
                .expectSubscription()
                .then(() -> leads.tryEmitNext(false))
                .thenAwait(Duration.ofMillis(1))
                .then(() -> trigger(3))
                .then(() -> assertThat(runs).as("while another leads").isEmpty())
                .then(() -> leads.tryEmitNext(true))
                .thenAwait(Duration.ofMillis(1))
                .then(() -> assertThat(runs).as("when it leads").hasSize(1))
                .then(() -> leads.tryEmitNext(false))
                .then(() -> assertThat(runs.getFirst().currentSubscriberCount())
                        .as("when it leads no more")
                        .isZero())
                .thenCancel()
                .verify();
    }

    /** An API server whose list takes until it is told to come. */
    private record SlowRecords(AttachmentRecords records, List<Sinks.Empty<Void>> runs) implements AttachmentRecords {
        @Override
        public Mono<Recorded> read(VolumeId volume) {
            return records.read(volume);
        }

        @Override
        public Mono<Recorded> write(Recorded read, Attachment next) {
            return records.write(read, next);
        }

        @Override
        public Mono<List<Recorded>> all() {
            return Mono.defer(() -> {
                Sinks.Empty<Void> run = Sinks.empty();
                runs.add(run);
                return run.asMono().then(records.all());
            });
        }

        @Override
        public Mono<Boolean> stands(VolumeId volume, NodeName node) {
            return records.stands(volume, node);
        }

        @Override
        public Mono<Void> abandon(VolumeId volume, NodeName node) {
            return records.abandon(volume, node);
        }
    }
}
