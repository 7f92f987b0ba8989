package io.srvlab.csi.rds.kubernetes;

import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.Readiness;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Whether what is known of the cluster can be trusted: all of it was read once, and no watch has been broken for too long. */
public final class Freshness implements Readiness {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final List<Watched<?>> watched;
    private final Duration bound;
    private final Clock clock;
    private volatile Instant wellAt = Instant.MIN;

    Freshness(List<Watched<?>> watched, Duration bound, Clock clock) {
        this.watched = List.copyOf(watched);
        this.bound = bound;
        this.clock = clock;
    }

    /** Notices when a watch breaks; never ends. */
    public Mono<Void> watch() {
        return Flux.interval(LOOK)
                .onBackpressureDrop()
                .doOnNext(look -> state())
                .then();
    }

    Mono<Void> require() {
        return Mono.fromRunnable(() -> {
            State now = state();
            if (!now.ready()) {
                throw new Failure.Unavailable(now.reason(), "try again; look whether the API server answers");
            }
        });
    }

    @Override
    public State state() {
        Instant now = clock.instant();
        List<String> behind = names(false);
        if (behind.isEmpty()) {
            wellAt = now;
            return new State(true, "watching " + String.join(", ", names(true)));
        }
        String which = String.join(" and ", behind);
        if (!watched.stream().allMatch(Watched::hasSynced)) {
            return new State(false, "the cluster's " + which + " have not been read completely yet");
        }
        Duration broken = Duration.between(wellAt.equals(Instant.MIN) ? now.minus(bound) : wellAt, now);
        return new State(
                broken.compareTo(bound) < 0,
                "the watch of the cluster's " + which + " has been broken for " + broken.toSeconds() + " s");
    }

    private List<String> names(boolean current) {
        return watched.stream()
                .filter(kind -> kind.isCurrent() == current)
                .map(Watched::what)
                .toList();
    }
}
