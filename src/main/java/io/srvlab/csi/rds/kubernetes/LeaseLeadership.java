package io.srvlab.csi.rds.kubernetes;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.srvlab.csi.rds.attachment.Leadership;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Leads while it renews a Lease in time. Whoever cannot renew stops leading well before anybody else may take the lease over,
 * also while a request still hangs: fabric8's own elector would wait for the request first.
 */
public final class LeaseLeadership implements Leadership {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseLeadership.class);
    private static final Duration LENGTH = Duration.ofSeconds(15);
    private static final Duration LEADING = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofMillis(250);

    private final ApiServer api;
    private final Place place;
    private final Clock clock;
    private final Sinks.Many<Boolean> leading = Sinks.many().replay().latestOrDefault(false);
    private volatile LeaseRace race = LeaseRace.UNKNOWN;
    private volatile Instant leadsUntil = Instant.MIN;

    /** The lease, and under which name this process holds it. */
    public record Place(String namespace, String name, String identity) {}

    public LeaseLeadership(ApiServer api, Place place, Clock clock) {
        this.api = api;
        this.place = place;
        this.clock = clock;
    }

    @Override
    public Flux<Boolean> leading() {
        return leading.asFlux().distinctUntilChanged();
    }

    /** Takes part in the race; never ends. */
    public Mono<Void> campaign() {
        Mono<Void> race = attempt()
                .timeout(LEADING)
                .doOnError(error -> LOG.debug("lease {} not renewed: {}", place.name(), error.toString()))
                .onErrorComplete()
                .then(Mono.delay(RETRY))
                .repeat()
                .then();
        Mono<Void> expiry = Flux.interval(LOOK)
                .onBackpressureDrop()
                .doOnNext(look -> tell())
                .then();
        return Mono.when(race, expiry);
    }

    /** Steps down and gives the lease back, so that another need not wait for its end. */
    public Mono<Void> release() {
        return Mono.fromSupplier(this::stepDown)
                .filter(led -> led)
                .flatMap(led -> read())
                .filter(this::isMine)
                .flatMap(lease -> write(lease, ""))
                .then();
    }

    Mono<Void> attempt() {
        return Mono.fromSupplier(clock::instant)
                .flatMap(begun -> read().map(lease -> seen(lease, begun))
                        .filter(lease -> race.mayTake(place.identity(), LENGTH, begun))
                        .flatMap(lease -> write(lease, place.identity()))
                        .switchIfEmpty(Mono.defer(this::createWhenMissing))
                        .doOnNext(mine -> led(mine, begun))
                        .then());
    }

    private boolean stepDown() {
        boolean led = isLeading();
        leadsUntil = Instant.MIN;
        tell();
        return led;
    }

    private Mono<Lease> createWhenMissing() {
        return race.holder().isEmpty() ? create() : Mono.empty();
    }

    private Mono<Lease> read() {
        return api.ask(
                        "reading Lease " + place.name(),
                        client -> client.leases()
                                .inNamespace(place.namespace())
                                .withName(place.name())
                                .get())
                .switchIfEmpty(Mono.fromRunnable(() -> race = LeaseRace.UNKNOWN));
    }

    private Lease seen(Lease lease, Instant now) {
        LeaseSpec spec = lease.getSpec() == null ? new LeaseSpec() : lease.getSpec();
        race = race.seeing(text(spec.getHolderIdentity()), text(spec.getRenewTime()), now);
        if (!isMine(lease)) {
            leadsUntil = Instant.MIN;
            tell();
        }
        return lease;
    }

    private Mono<Lease> create() {
        Lease lease = new LeaseBuilder()
                .withNewMetadata()
                .withNamespace(place.namespace())
                .withName(place.name())
                .endMetadata()
                .withSpec(spec(new LeaseSpec(), place.identity()))
                .build();
        return api.ask(
                "making Lease " + place.name(),
                client -> client.leases()
                        .inNamespace(place.namespace())
                        .resource(lease)
                        .create());
    }

    /** The version that was read goes with it: of two that write at once, one is refused. */
    private Mono<Lease> write(Lease read, String holder) {
        Lease next = new LeaseBuilder(read)
                .withSpec(spec(read.getSpec() == null ? new LeaseSpec() : read.getSpec(), holder))
                .build();
        return api.ask(
                "renewing Lease " + place.name(),
                client -> client.leases()
                        .inNamespace(place.namespace())
                        .resource(next)
                        .update());
    }

    private LeaseSpec spec(LeaseSpec before, String holder) {
        ZonedDateTime now = clock.instant().atZone(ZoneOffset.UTC);
        boolean same = holder.equals(text(before.getHolderIdentity()));
        int transitions = before.getLeaseTransitions() == null ? 0 : before.getLeaseTransitions();
        LeaseSpec next = new LeaseSpec();
        next.setHolderIdentity(holder.isEmpty() ? null : holder);
        next.setLeaseDurationSeconds((int) LENGTH.toSeconds());
        next.setAcquireTime(same && before.getAcquireTime() != null ? before.getAcquireTime() : now);
        next.setRenewTime(now);
        next.setLeaseTransitions(same ? transitions : transitions + 1);
        return next;
    }

    private boolean isMine(Lease lease) {
        return lease.getSpec() != null
                && place.identity().equals(lease.getSpec().getHolderIdentity());
    }

    private void led(Lease mine, Instant begun) {
        seen(mine, begun);
        leadsUntil = begun.plus(LEADING);
        tell();
    }

    private boolean isLeading() {
        return clock.instant().isBefore(leadsUntil);
    }

    /** Says whether it leads now, if that has changed. */
    synchronized void tell() {
        Sinks.EmitResult _ = leading.tryEmitNext(isLeading());
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
