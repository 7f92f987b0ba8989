package io.srvlab.csi.rds.kubernetes;

import io.fabric8.kubernetes.client.VersionInfo;
import java.text.ParseException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.test.StepVerifier;

/** What the API server says of its version. */
class ClusterVersionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ParameterizedTest
    @CsvSource({"36, 36", "37+, 37", "38-gke.1, 38"})
    void itIsReadHoweverADistributionDressesIt(String said, int meant) throws ParseException {
        try (ClusterUnderTest cluster = saying(said)) {
            StepVerifier.create(new ClusterVersion(cluster.api).minor())
                    .expectNext(meant)
                    .expectComplete()
                    .verify(PATIENCE);
        }
    }

    @Test
    void anApiServerThatIsAwayIsAskedAgain() throws ParseException {
        try (ClusterUnderTest cluster = saying("36")) {
            cluster.server
                    .expect()
                    .get()
                    .withPath("/version")
                    .andReturn(503, "")
                    .once();

            StepVerifier.create(new ClusterVersion(cluster.api).minor())
                    .expectNext(36)
                    .expectComplete()
                    .verify(PATIENCE);
        }
    }

    @Test
    void whatIsNoVersionIsAnErrorAndNotAskedForAgain() throws ParseException {
        try (ClusterUnderTest cluster = saying("next")) {
            StepVerifier.create(new ClusterVersion(cluster.api).minor())
                    .expectErrorMessage("the API server says that it is Kubernetes 1.next")
                    .verify(PATIENCE);
        }
    }

    private static ClusterUnderTest saying(String minor) throws ParseException {
        ClusterUnderTest cluster = ClusterUnderTest.asleep();
        cluster.server.setVersionInfo(
                new VersionInfo.Builder().withMajor("1").withMinor(minor).build());
        return cluster;
    }
}
