package io.srvlab.csi.rds.rds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class SharedReadTest {
    private final List<Sinks.One<Integer>> reads = new ArrayList<>();
    private final SharedRead<Integer> shared = new SharedRead<>(Mono.defer(() -> {
        Sinks.One<Integer> read = Sinks.one();
        reads.add(read);
        return read.asMono();
    }));

    @Test
    void nothingIsReadBeforeSomebodyAsks() {
        Mono<Integer> unasked = shared.get();

        assertThat(reads).isEmpty();
        StepVerifier.create(unasked).then(() -> answer(0)).expectNext(0).verifyComplete();
    }

    @Test
    void oneAfterTheOtherEachReadsForItself() {
        StepVerifier.create(shared.get()).then(() -> answer(0)).expectNext(0).verifyComplete();
        StepVerifier.create(shared.get()).then(() -> answer(1)).expectNext(1).verifyComplete();

        assertThat(reads).hasSize(2);
    }

    @Test
    void whoComesWhileAReadRunsSharesTheNextOne() {
        List<StepVerifier> callers = IntStream.range(0, 50)
                .mapToObj(n -> StepVerifier.create(shared.get())
                        .expectNext(n == 0 ? 0 : 1)
                        .expectComplete()
                        .verifyLater())
                .toList();
        assertThat(reads).hasSize(1);

        answer(0);
        assertThat(reads).hasSize(2);
        answer(1);

        callers.forEach(StepVerifier::verify);
        assertThat(reads).hasSize(2);
    }

    @Test
    void whoComesWhileTheNextOneRunsWaitsForTheOneAfter() {
        StepVerifier first = later(0);
        StepVerifier second = later(1);
        answer(0);
        StepVerifier third = later(2);
        answer(1);
        answer(2);

        List.of(first, second, third).forEach(StepVerifier::verify);
        assertThat(reads).hasSize(3);
    }

    @Test
    void aFailureIsSharedByThoseWhoWaitAndForgottenAfterwards() {
        StepVerifier first =
                StepVerifier.create(shared.get()).expectErrorMessage("gone").verifyLater();
        StepVerifier second = later(1);
        reads.getFirst().tryEmitError(new IllegalStateException("gone"));
        answer(1);

        first.verify();
        second.verify();
        StepVerifier.create(shared.get()).then(() -> answer(2)).expectNext(2).verifyComplete();
    }

    @Test
    void aCallerWhoLeavesTakesNothingFromTheOthers() {
        StepVerifier.create(shared.get()).thenCancel().verify();
        StepVerifier next = later(1);
        StepVerifier.create(shared.get()).thenCancel().verify();

        answer(0);
        answer(1);

        next.verify();
        assertThat(reads).hasSize(2);
    }

    /** The end of a read is told to its callers before the read itself is over. */
    @Test
    void whoAsksAgainInTheMomentOfAnAnswerNeverGetsThatAnswer() {
        StepVerifier again = StepVerifier.create(shared.get().flatMap(old -> shared.get()))
                .expectNext(1)
                .expectComplete()
                .verifyLater();
        answer(0);
        StepVerifier meanwhile = later(2);
        answer(1);
        answer(2);

        again.verify();
        meanwhile.verify();
        assertThat(reads).hasSize(3);
    }

    private StepVerifier later(int expected) {
        return StepVerifier.create(shared.get())
                .expectNext(expected)
                .expectComplete()
                .verifyLater();
    }

    private void answer(int value) {
        assertThat(reads.get(value).tryEmitValue(value)).isEqualTo(Sinks.EmitResult.OK);
    }
}
