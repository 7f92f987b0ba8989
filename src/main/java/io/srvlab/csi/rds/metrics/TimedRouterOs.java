package io.srvlab.csi.rds.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.srvlab.csi.rds.routeros.Reply;
import io.srvlab.csi.rds.routeros.RouterOs;
import io.srvlab.csi.rds.routeros.Script;
import io.srvlab.csi.rds.routeros.TransportFailure;
import reactor.core.publisher.Mono;

/** Times every exec by its script's name and by how it ended: {@code rds_csi_routeros_command_seconds{script,outcome}}. */
public final class TimedRouterOs implements RouterOs {
    private final RouterOs timed;
    private final MeterRegistry registry;

    public TimedRouterOs(RouterOs timed, MeterRegistry registry) {
        this.timed = timed;
        this.registry = registry;
    }

    @Override
    public Mono<Reply> execute(Script script) {
        return Mono.defer(() -> {
            Timer.Sample sample = Timer.start(registry);
            return timed.execute(script)
                    .doOnSuccess(reply -> stop(sample, script, outcome(reply)))
                    .doOnError(error -> stop(sample, script, outcome(error)))
                    .doOnCancel(() -> stop(sample, script, "cancelled"));
        });
    }

    private void stop(Timer.Sample sample, Script script, String outcome) {
        sample.stop(Timer.builder("rds.csi.routeros.command")
                .tag("script", script.name())
                .tag("outcome", outcome)
                .register(registry));
    }

    private static String outcome(Reply reply) {
        return switch (reply) {
            case Reply.Answer answer -> "answered";
            case Reply.Rejected rejected -> "rejected";
        };
    }

    private static String outcome(Throwable error) {
        return switch (error) {
            case TransportFailure.NotSent notSent -> "not_sent";
            case TransportFailure.Doubtful doubtful -> "doubtful";
            case TransportFailure.Refused refused -> "refused";
            default -> "failed";
        };
    }
}
