package io.srvlab.csi.rds.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** In the prior driver one volume's slow question held up all of them, and its locks were never forgotten. */
@Tag("defect-18")
class VolumeGateTest {
    private final VolumeGate gate = new VolumeGate();

    @Test
    void aVolumeThatHangsHoldsUpNoOther() {
        Disposable hanging =
                gate.exclusively(new VolumeId("vol-1"), Mono.never()).subscribe();
        StepVerifier.create(gate.exclusively(new VolumeId("vol-2"), Mono.just(2)))
                .expectNext(2)
                .verifyComplete();
        StepVerifier.create(gate.exclusively(new VolumeId("vol-1"), Mono.just(1)))
                .verifyError(Failure.Busy.class);
        hanging.dispose();
    }

    @Test
    void nothingIsLeftOfVolumesWhoseWorkHasEnded() throws ReflectiveOperationException {
        IntStream.range(0, 100)
                .mapToObj(number -> new VolumeId("vol-" + number))
                .forEach(volume -> {
                    gate.exclusively(volume, Mono.just(volume)).block();
                    gate.exclusively(volume, Mono.error(new IllegalStateException("failed")))
                            .onErrorComplete()
                            .block();
                });
        Field busy = VolumeGate.class.getDeclaredField("busy");
        busy.setAccessible(true);
        assertThat((Set<?>) busy.get(gate)).isEmpty();
    }
}
