package io.srvlab.csi.rds.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeId;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class StageBreakersTest {
    private static final VolumeId VOLUME = new VolumeId("pvc-1");
    private static final Failure CORRUPT = new Failure.Conflict("has errors", "repair it");

    private final Set<VolumeId> mended = new HashSet<>();
    private final StageBreakers breakers =
            new StageBreakers(Duration.ofMinutes(5), volume -> Mono.fromSupplier(() -> mended.remove(volume)));
    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    @Tag("defect-31")
    @Tag("incident-4")
    void afterThreeFailuresTheVolumeIsLeftAloneAndTheMessageSaysHowToGoOn() {
        failThreeTimes(CORRUPT);
        breakers.guard(VOLUME, attempt(CORRUPT))
                .as(StepVerifier::create)
                .verifyErrorSatisfies(refusal -> assertThat(refusal)
                        .isInstanceOf(Failure.Conflict.class)
                        .hasMessageContaining("3 times in a row")
                        .hasMessageContaining("5 minutes")
                        .hasMessageContaining("has errors")
                        .hasMessageContaining("rds.csi.srvlab.io/reset-circuit-breaker=true"));
        assertThat(attempts).hasValue(3);
    }

    @Test
    void aTargetOutOfReachIsNotTheVolumesFault() {
        failThreeTimes(new Failure.Unavailable("no path", "wait"));
        breakers.guard(VOLUME, attempt(CORRUPT)).as(StepVerifier::create).verifyErrorMessage(CORRUPT.getMessage());
        assertThat(attempts).hasValue(4);
    }

    @Test
    void aReachableFailureCountsThoughOthersLieBetween() {
        for (Failure failure : new Failure[] {CORRUPT, new Failure.Unavailable("no path", "wait"), CORRUPT, CORRUPT}) {
            breakers.guard(VOLUME, attempt(failure)).as(StepVerifier::create).verifyError();
        }
        breakers.guard(VOLUME, attempt(CORRUPT)).as(StepVerifier::create).verifyError(Failure.Conflict.class);
        assertThat(attempts).hasValue(4);
    }

    @Test
    void aSuccessForgetsEarlierFailures() {
        breakers.guard(VOLUME, attempt(CORRUPT)).as(StepVerifier::create).verifyError();
        breakers.guard(VOLUME, attempt(CORRUPT)).as(StepVerifier::create).verifyError();
        breakers.guard(VOLUME, Mono.empty()).as(StepVerifier::create).verifyComplete();
        failThreeTimes(CORRUPT);
        assertThat(attempts).hasValue(5);
    }

    @Test
    void otherVolumesAreNotConcerned() {
        failThreeTimes(CORRUPT);
        breakers.guard(new VolumeId("pvc-2"), Mono.empty())
                .as(StepVerifier::create)
                .verifyComplete();
    }

    @Test
    void anAdministratorsResetOpensTheWayAtOnce() {
        failThreeTimes(CORRUPT);
        mended.add(VOLUME);
        breakers.guard(VOLUME, Mono.empty()).as(StepVerifier::create).verifyComplete();
    }

    @Test
    void aResetIsGoodForOneMoreBreakOnly() {
        failThreeTimes(CORRUPT);
        mended.add(VOLUME);
        failThreeTimes(CORRUPT);
        breakers.guard(VOLUME, attempt(CORRUPT)).as(StepVerifier::create).verifyError(Failure.Conflict.class);
        assertThat(attempts).hasValue(6);
    }

    @Test
    void nobodyIsAskedForAResetWhileTheBreakerIsClosed() {
        mended.add(VOLUME);
        breakers.guard(VOLUME, Mono.empty()).as(StepVerifier::create).verifyComplete();
        assertThat(mended).containsExactly(VOLUME);
    }

    @Test
    void aVolumeIsLeftAloneWhenNobodyCanTellWhetherItWasMended() {
        StageBreakers blind = new StageBreakers(
                Duration.ofMinutes(5), volume -> Mono.error(new Failure.Unavailable("no API server", "wait")));
        for (int i = 0; i < 3; i++) {
            blind.guard(VOLUME, attempt(CORRUPT)).as(StepVerifier::create).verifyError();
        }
        blind.guard(VOLUME, attempt(CORRUPT))
                .as(StepVerifier::create)
                .verifyErrorSatisfies(refusal -> assertThat(refusal).hasMessageContaining("3 times in a row"));
    }

    private void failThreeTimes(Failure failure) {
        for (int i = 0; i < 3; i++) {
            breakers.guard(VOLUME, attempt(failure)).as(StepVerifier::create).verifyErrorMessage(failure.getMessage());
        }
    }

    private Mono<Void> attempt(Failure failure) {
        return Mono.defer(() -> {
            attempts.incrementAndGet();
            return Mono.error(failure);
        });
    }
}
