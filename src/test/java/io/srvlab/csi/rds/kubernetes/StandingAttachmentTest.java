package io.srvlab.csi.rds.kubernetes;

import static io.srvlab.csi.rds.kubernetes.ClusterUnderTest.attachment;
import static io.srvlab.csi.rds.kubernetes.ClusterUnderTest.volume;

import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.test.StepVerifier;

/** A node keeps a volume as long as nobody deletes its VolumeAttachment. */
class StandingAttachmentTest {
    private static final VolumeId VOLUME = new VolumeId("pvc-1");
    private static final NodeName NODE = new NodeName("worker-1");

    @ParameterizedTest
    @CsvSource({"worker-1, false, true", "worker-1, true, false", "worker-2, false, false"})
    void itStandsUntilItIsDeleted(String node, boolean deleted, boolean stands) {
        VolumeAttachment object = attachment(
                KnownAttachment.usualName("pvc-1", ClusterUnderTest.DRIVER, NODE), "pvc-1", new NodeName(node), true);
        try (ClusterUnderTest cluster = ClusterUnderTest.with(volume(), object)) {
            if (deleted) {
                cluster.client.resource(object).delete();
            }
            cluster.watch
                    .records()
                    .stands(VOLUME, NODE)
                    .as(StepVerifier::create)
                    .expectNext(stands)
                    .verifyComplete();
        }
    }

    @Test
    void whereThereIsNoneNothingStands() {
        try (ClusterUnderTest cluster = ClusterUnderTest.with(volume())) {
            cluster.watch
                    .records()
                    .stands(VOLUME, NODE)
                    .as(StepVerifier::create)
                    .expectNext(false)
                    .verifyComplete();
        }
    }
}
