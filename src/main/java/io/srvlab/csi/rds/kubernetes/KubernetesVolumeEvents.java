package io.srvlab.csi.rds.kubernetes;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.srvlab.csi.rds.volume.VolumeEvent;
import io.srvlab.csi.rds.volume.VolumeEvents;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Posts what happens to a volume as events of its claim. Core events rather than those of events.k8s.io, because selectors
 * have matched on their {@code source.component} since the prior driver; the API server keeps both as one kind. Nobody waits for
 * an event: what finds the queue full, the budget spent or the API server away is lost.
 */
public final class KubernetesVolumeEvents implements VolumeEvents {
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesVolumeEvents.class);
    private static final int QUEUE = 1024;
    private static final int MAX_MESSAGE = 1024;

    private final ApiServer api;
    private final VolumeClaims claims;
    private final Reporter reporter;
    private final Clock clock;
    private final Queue<Heard> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final EventBudget budget = new EventBudget();

    /** Who tells: {@code rds-csi-controller} or {@code rds-csi-node}, and where it runs. */
    public record Reporter(String component, String host) {}

    private record Heard(VolumeEvent event, Instant at) {}

    private KubernetesVolumeEvents(ApiServer api, VolumeClaims claims, Reporter reporter, Clock clock) {
        this.api = api;
        this.claims = claims;
        this.reporter = reporter;
        this.clock = clock;
    }

    /** For a controller, which knows every claim. */
    public static KubernetesVolumeEvents watching(ApiServer api, ClusterWatch cluster, Reporter reporter, Clock clock) {
        return new KubernetesVolumeEvents(api, cluster.claims(), reporter, clock);
    }

    /** For a node, which asks for a claim when it has something to tell. */
    public static KubernetesVolumeEvents asking(ApiServer api, VolumesOfNode volumes, Reporter reporter, Clock clock) {
        return new KubernetesVolumeEvents(api, volumes.claims(), reporter, clock);
    }

    @Override
    public void publish(VolumeEvent event) {
        if (EventWords.of(event, reporter.host()).isEmpty()) {
            return;
        }
        if (waiting.incrementAndGet() > QUEUE) {
            waiting.decrementAndGet();
            LOG.debug("no room for {}", event);
        } else {
            queue.add(new Heard(event, clock.instant()));
        }
    }

    /** Posts what was heard, again and again; never ends. */
    public Mono<Void> post(Duration every) {
        return Flux.interval(every)
                .onBackpressureDrop()
                .concatMap(tick -> postHeard(), 1)
                .then();
    }

    Mono<Void> postHeard() {
        return Mono.fromSupplier(this::drained)
                .flatMapMany(Flux::fromIterable)
                .filter(heard -> budget.allows(heard.event().volume(), heard.at()))
                .concatMap(this::post)
                .then();
    }

    private List<Heard> drained() {
        List<Heard> heard = new ArrayList<>();
        for (Heard next = queue.poll(); next != null; next = queue.poll()) {
            waiting.decrementAndGet();
            heard.add(next);
        }
        return heard;
    }

    private Mono<Void> post(Heard heard) {
        return claims.of(heard.event().volume())
                .flatMap(claim -> Mono.justOrEmpty(EventWords.of(heard.event(), reporter.host()))
                        .map(words -> event(words, claim, heard.at())))
                .flatMap(event -> api.ask(
                        "posting an event",
                        client -> client.v1()
                                .events()
                                .inNamespace(event.getMetadata().getNamespace())
                                .resource(event)
                                .create()))
                .doOnError(error -> LOG.debug(
                        "lost an event of volume {}: {}", heard.event().volume(), error.toString()))
                .onErrorComplete()
                .then();
    }

    /** An event lives in the namespace of what it is about, or the API server refuses it. */
    private Event event(EventWords words, Claim claim, Instant at) {
        String time = at.truncatedTo(ChronoUnit.SECONDS).toString();
        String message = words.message();
        return new EventBuilder()
                .withNewMetadata()
                .withGenerateName(claim.name() + ".")
                .withNamespace(claim.namespace())
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion("v1")
                .withKind("PersistentVolumeClaim")
                .withNamespace(claim.namespace())
                .withName(claim.name())
                .withUid(claim.uid())
                .endInvolvedObject()
                .withType(words.warning() ? "Warning" : "Normal")
                .withReason(words.reason())
                .withMessage(message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message)
                .withNewSource(reporter.component(), reporter.host())
                .withReportingComponent(reporter.component())
                .withReportingInstance(reporter.host())
                .withFirstTimestamp(time)
                .withLastTimestamp(time)
                .withCount(1)
                .build();
    }
}
