package io.srvlab.csi.rds.rds;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.routeros.RejectionReason;
import io.srvlab.csi.rds.routeros.Reply;
import io.srvlab.csi.rds.routeros.Row;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RdsRejectionsTest {
    private static final VolumeId VOLUME = new VolumeId("pvc-1");

    private final RdsRejections rejections = new RdsRejections(new StorageSettings(
            "lab", "/storage-pool/metal-csi", new Capacity(0), 1.0, StorageSettings.Grow.IN_PLACE, 4420));

    static Stream<Arguments> markers() {
        return Stream.of(
                Arguments.of(DiskScripts.FOREIGN, Failure.Conflict.class),
                Arguments.of(DiskScripts.NQN_TAKEN, Failure.AlreadyExists.class),
                Arguments.of(DiskScripts.OUTSIDE, Failure.Conflict.class),
                Arguments.of(DiskScripts.FILE_IN_USE, Failure.Conflict.class),
                Arguments.of(DiskCreation.FILE_DIFFERS, Failure.AlreadyExists.class),
                Arguments.of(PoolGuard.NO_SPACE, Failure.NoSpace.class),
                Arguments.of(PoolGuard.NOT_MOUNTED, Failure.Unavailable.class),
                Arguments.of(PoolGuard.DEGRADED, Failure.Unavailable.class),
                Arguments.of("never-heard-of", Failure.Unexpected.class));
    }

    static Stream<Arguments> reasons() {
        return Stream.of(
                Arguments.of(RejectionReason.NO_SPACE, Failure.NoSpace.class),
                Arguments.of(RejectionReason.IN_USE, Failure.Conflict.class),
                Arguments.of(RejectionReason.NOT_PERMITTED, Failure.Conflict.class),
                Arguments.of(RejectionReason.SYNTAX, Failure.Conflict.class),
                Arguments.of(RejectionReason.DUPLICATE, Failure.Unexpected.class),
                Arguments.of(RejectionReason.NO_SUCH_ITEM, Failure.Unexpected.class),
                Arguments.of(RejectionReason.INVALID_VALUE, Failure.Unexpected.class),
                Arguments.of(RejectionReason.UNKNOWN, Failure.Unexpected.class));
    }

    @ParameterizedTest
    @MethodSource("markers")
    void ourOwnMarkersMeanExactlyOneThing(String marker, Class<? extends Failure> meaning) {
        assertThat(failure(RejectionReason.MARKER, "rds-csi!" + marker, Map.of()))
                .isExactlyInstanceOf(meaning);
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void theDevicesOwnTextsMeanWhatTheirKindMeans(RejectionReason reason, Class<? extends Failure> meaning) {
        assertThat(failure(reason, "the device's words", Map.of())).isExactlyInstanceOf(meaning);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MARKER")
    void theDevicesOwnTextIsAlwaysQuoted(RejectionReason reason) {
        assertThat(failure(reason, "the device's words", Map.of())).hasMessageContaining("the device's words");
    }

    @Test
    void whatStandsInTheWayIsNamedWithItsComment() {
        Row row = new Row(Map.of("slot", "pvc-1", "comment", "rds-csi:other:pvc-1"));

        assertThat(failure(
                        RejectionReason.MARKER,
                        "rds-csi!" + DiskScripts.FOREIGN,
                        Map.of(DiskScripts.FOREIGN, List.of(row))))
                .hasMessageContaining("[pvc-1]")
                .hasMessageContaining("[rds-csi:other:pvc-1]")
                .hasMessageContaining("never touched");
    }

    private Failure failure(RejectionReason reason, String text, Map<String, List<Row>> sections) {
        return rejections.toFailure(new Reply.Rejected(sections, reason, text), VOLUME);
    }
}
