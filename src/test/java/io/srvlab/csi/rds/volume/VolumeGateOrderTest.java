package io.srvlab.csi.rds.volume;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class VolumeGateOrderTest {
    private final VolumeGate gate = new VolumeGate();
    private final VolumeId volume = new VolumeId("vol-1");

    @Test
    void theGateIsOpenWhenTheAnswerArrives() {
        gate.exclusively(volume, Mono.just("first"))
                .flatMap(first -> gate.exclusively(volume, Mono.just("second")))
                .then(gate.exclusively(volume, Mono.empty()))
                .as(StepVerifier::create)
                .verifyComplete();
    }

    @Test
    void theGateIsOpenWhenTheFailureArrives() {
        gate.exclusively(volume, Mono.error(new Failure.Unavailable("away", "")))
                .onErrorResume(away -> gate.exclusively(volume, Mono.just("second")))
                .as(StepVerifier::create)
                .expectNext("second")
                .verifyComplete();
    }
}
