package io.srvlab.csi.rds.csi;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.Status.Code;
import io.srvlab.csi.rds.volume.Failure;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureStatusTest {
    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new Failure.InvalidRequest("what", "how"), Code.INVALID_ARGUMENT),
                Arguments.of(new Failure.NotFound("what", "how"), Code.NOT_FOUND),
                Arguments.of(new Failure.AlreadyExists("what", "how"), Code.ALREADY_EXISTS),
                Arguments.of(new Failure.Conflict("what", "how"), Code.FAILED_PRECONDITION),
                Arguments.of(new Failure.Busy("what", "how"), Code.ABORTED),
                Arguments.of(new Failure.InvalidToken("what", "how"), Code.ABORTED),
                Arguments.of(new Failure.NoSpace("what", "how"), Code.RESOURCE_EXHAUSTED),
                Arguments.of(new Failure.OutOfRange("what", "how"), Code.OUT_OF_RANGE),
                Arguments.of(new Failure.Unavailable("what", "how"), Code.UNAVAILABLE),
                Arguments.of(new Failure.Unexpected("what", "how"), Code.INTERNAL));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void everyFailureHasItsCodeAndItsWords(Failure failure, Code code) {
        Status status = FailureStatus.of(failure).getStatus();
        assertThat(status.getCode()).isEqualTo(code);
        assertThat(status.getDescription()).isEqualTo("what; how");
    }

    @Test
    void aBugIsInternalAndItsTextIsWithheld() {
        Status status = FailureStatus.of(new IllegalStateException("secret")).getStatus();
        assertThat(status.getCode()).isEqualTo(Code.INTERNAL);
        assertThat(status.getDescription()).doesNotContain("secret");
        assertThat(status.getCause()).hasMessage("secret");
    }

    @Test
    void aStatusStaysItself() {
        assertThat(FailureStatus.of(Status.UNIMPLEMENTED.asRuntimeException())
                        .getStatus()
                        .getCode())
                .isEqualTo(Code.UNIMPLEMENTED);
    }

    @Test
    void aLongTextFitsIntoAHeader() {
        Status status = FailureStatus.of(new Failure.Unavailable("x".repeat(100_000), ""))
                .getStatus();
        assertThat(status.getDescription()).hasSizeLessThan(2100);
    }
}
