package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.attachment.AttachmentRecords;
import io.srvlab.csi.rds.attachment.Leadership;
import io.srvlab.csi.rds.attachment.Recorded;
import io.srvlab.csi.rds.rds.RdsBoot;
import io.srvlab.csi.rds.rds.RdsBoots;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Tells which volumes were attached while the RDS started unexpectedly. No initiator can save what the target had acknowledged and
 * forgot; whose data it may be is to be known.
 */
public final class RestartWatch {
    private static final Logger LOG = LoggerFactory.getLogger(RestartWatch.class);

    /** An older one has been told of by the controller that saw it. */
    private static final Duration NEWS = Duration.ofHours(1);

    private static final Retry UNTIL_IT_TELLS = Retry.backoff(10, Duration.ofSeconds(1));

    private final RdsBoots boots;
    private final AttachmentRecords records;
    private final AttachmentReports reports;

    public RestartWatch(RdsBoots boots, AttachmentRecords records, AttachmentReports reports) {
        this.boots = boots;
        this.records = records;
        this.reports = reports;
    }

    /** Endless: every controller looks whenever the RDS is back, the leading one tells. */
    public Mono<Void> watch(Leadership leadership, Flux<?> back) {
        Flux<RdsBoot> seen =
                back.onBackpressureLatest().concatMap(again -> look(), 0).distinctUntilChanged();
        return Flux.combineLatest(leadership.leading(), seen, RestartWatch::told)
                .distinctUntilChanged()
                .onBackpressureLatest()
                .concatMap(boot -> Mono.justOrEmpty(boot).flatMap(this::tell), 0)
                .then();
    }

    private static Optional<RdsBoot> told(boolean leads, RdsBoot boot) {
        return leads && boot.unexpected() ? Optional.of(boot) : Optional.empty();
    }

    private Mono<RdsBoot> look() {
        return boots.look().retryWhen(UNTIL_IT_TELLS).onErrorResume(fault -> {
            LOG.warn("cannot see when the RDS was started: {}", String.valueOf(fault.getMessage()));
            return Mono.empty();
        });
    }

    private Mono<Void> tell(RdsBoot boot) {
        return boot.at().isBefore(reports.now().minus(NEWS))
                ? Mono.empty()
                : Flux.defer(() -> records.all().flatMapIterable(all -> all))
                        .filter(recorded -> cameUnder(boot, recorded))
                        .doOnNext(recorded -> reports.cameUnder(recorded.volume(), boot.at()))
                        .then()
                        .retryWhen(UNTIL_IT_TELLS)
                        .onErrorResume(fault -> Mono.fromRunnable(() -> LOG.warn(
                                "cannot tell which volumes were attached while the RDS restarted at {}: {}",
                                boot.at(),
                                String.valueOf(fault.getMessage()))));
    }

    static boolean cameUnder(RdsBoot boot, Recorded recorded) {
        return recorded.attachment().holders().stream().anyMatch(holder -> boot.cameUnder(holder.since()));
    }
}
