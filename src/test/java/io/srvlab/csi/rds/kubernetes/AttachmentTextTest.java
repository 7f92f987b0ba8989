package io.srvlab.csi.rds.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srvlab.csi.rds.attachment.AccessClass;
import io.srvlab.csi.rds.attachment.Attachment;
import io.srvlab.csi.rds.attachment.Attachment.Holder;
import io.srvlab.csi.rds.attachment.Migration;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttachmentTextTest {
    private static final Instant SINCE = Instant.parse("2026-11-21T10:00:00.123456789Z");
    private static final Attachment MIGRATING = new Attachment(
            AccessClass.MULTI_NODE,
            List.of(
                    new Holder(new NodeName("a"), false, SINCE),
                    new Holder(new NodeName("b"), true, true, SINCE.plusNanos(1))),
            7,
            new Migration(SINCE, Duration.ofSeconds(300)),
            SINCE.minusSeconds(60));
    private static final String HELD =
            "{\"version\":1,\"access\":\"SINGLE_NODE\",\"generation\":3,\"holders\":[{\"node\":\"a\",\"readOnly\":false,"
                    + "\"since\":\"2026-11-21T10:00:00Z\"}]}";

    @Test
    void everythingComesBackAsItWasWritten() {
        assertThat(read(AttachmentText.of(MIGRATING))).isEqualTo(MIGRATING);
        assertThat(read(AttachmentText.of(Attachment.NOBODY))).isEqualTo(Attachment.NOBODY);
    }

    @Test
    void theFormatStaysTheSame() {
        assertThat(read(HELD).holders())
                .containsExactly(new Holder(new NodeName("a"), false, Instant.parse("2026-11-21T10:00:00Z")));
        assertThat(AttachmentText.of(read(HELD))).isEqualTo(HELD);
    }

    @Test
    void withoutAnAnnotationNobodyHoldsIt() {
        assertThat(read("")).isEqualTo(Attachment.NOBODY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "worker-1",
                "{",
                "{}",
                "null",
                "[]",
                "{\"version\":2,\"access\":\"SINGLE_NODE\",\"generation\":3,\"holders\":[]}",
                "{\"version\":1,\"access\":\"SOME\",\"generation\":3,\"holders\":[]}",
                "{\"version\":1,\"access\":\"SINGLE_NODE\",\"generation\":\"3\",\"holders\":[]}",
                "{\"version\":1,\"access\":\"SINGLE_NODE\",\"generation\":3}",
                "{\"version\":1,\"access\":\"SINGLE_NODE\",\"generation\":3,\"holders\":[{\"node\":\"a\"}]}",
                "{\"version\":1,\"access\":\"SINGLE_NODE\",\"generation\":3,\"generation\":4,\"holders\":[]}",
                "{\"version\":1,\"access\":\"SINGLE_NODE\",\"generation\":3,\"holders\":[]} {}",
                "{\"version\":1,\"access\":\"SINGLE_NODE\",\"generation\":3,\"holders\":[],\"detachedAt\":\"soon\"}"
            })
    void textThatIsNotOursIsRefusedAndNeverReadAsNobody(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("who holds volume pvc-1 cannot be told")
                .hasMessageContaining("PersistentVolume pv-1")
                .hasMessageContaining("; make sure that no node uses the volume, then remove the annotation");
    }

    private static Attachment read(String text) {
        return AttachmentText.read(new KnownVolume("pv-1", "1", new VolumeId("pvc-1"), text, 0, null));
    }
}
