package io.srvlab.csi.rds.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.srvlab.csi.rds.volume.NodeName;
import org.junit.jupiter.api.Test;

class KnownNodeTest {
    private static final KnownNode READY = node(true, false);
    private static final KnownNode NOT_READY = node(false, false);
    private static final KnownNode OUT = node(false, true);

    @Test
    void onlyTheWayFromReadyToNotReadyIsTrouble() {
        assertThat(KnownNode.isTrouble(READY, NOT_READY)).isTrue();
        assertThat(KnownNode.isTrouble(NOT_READY, NOT_READY)).isFalse();
        assertThat(KnownNode.isTrouble(READY, READY)).isFalse();
        assertThat(KnownNode.isTrouble(NOT_READY, READY)).isFalse();
        assertThat(KnownNode.isTrouble(null, NOT_READY)).isFalse();
    }

    @Test
    void theTaintIsTroubleWhenItAppears() {
        assertThat(KnownNode.isTrouble(NOT_READY, OUT)).isTrue();
        assertThat(KnownNode.isTrouble(null, OUT)).isTrue();
        assertThat(KnownNode.isTrouble(OUT, OUT)).isFalse();
        assertThat(KnownNode.isTrouble(OUT, NOT_READY)).isFalse();
    }

    @Test
    void aNodeThatGoesIsTrouble() {
        assertThat(KnownNode.isTrouble(NOT_READY, null)).isTrue();
        assertThat(KnownNode.isTrouble(null, null)).isFalse();
    }

    private static KnownNode node(boolean ready, boolean outOfService) {
        return new KnownNode(new NodeName("worker-1"), "1", ready, outOfService);
    }
}
