package io.srvlab.csi.rds.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.srvlab.csi.rds.routeros.RejectionReason;
import io.srvlab.csi.rds.routeros.Reply;
import io.srvlab.csi.rds.routeros.Script;
import io.srvlab.csi.rds.routeros.TransportFailure;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class TimedRouterOsTest {
    private static final Script SCRIPT = Script.reading("find-disk");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    static Stream<Arguments> outcomes() {
        return Stream.of(
                Arguments.of(Mono.just(new Reply.Answer(Map.of())), "answered"),
                Arguments.of(
                        Mono.just(new Reply.Rejected(Map.of(), RejectionReason.UNKNOWN, "failure: no")), "rejected"),
                Arguments.of(Mono.error(new TransportFailure.NotSent("no session")), "not_sent"),
                Arguments.of(Mono.error(new TransportFailure.Doubtful("cut")), "doubtful"),
                Arguments.of(Mono.error(new TransportFailure.Refused("key")), "refused"),
                Arguments.of(Mono.error(new IllegalStateException("bug")), "failed"));
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void everyExecIsTimedByScriptAndOutcome(Mono<Reply> answer, String outcome) {
        new TimedRouterOs(script -> answer, registry)
                .execute(SCRIPT)
                .onErrorComplete()
                .then()
                .as(StepVerifier::create)
                .verifyComplete();
        assertThat(registry.scrape())
                .contains("rds_csi_routeros_command_seconds_count{outcome=\"" + outcome + "\",script=\"find-disk\"} 1");
    }

    @Test
    void anExecThatNobodyWaitsForAnyMoreIsTimedToo() {
        new TimedRouterOs(script -> Mono.never(), registry)
                .execute(SCRIPT)
                .as(StepVerifier::create)
                .thenCancel()
                .verify();
        assertThat(registry.scrape()).contains("outcome=\"cancelled\"");
    }
}
