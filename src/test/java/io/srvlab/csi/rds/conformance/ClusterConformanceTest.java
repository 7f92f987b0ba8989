package io.srvlab.csi.rds.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import csi.v1.Csi;
import csi.v1.Csi.NodeServiceCapability;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.VersionInfo;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.srvlab.csi.rds.attachment.AttachmentRecords;
import io.srvlab.csi.rds.attachment.ClaimedVolumes;
import io.srvlab.csi.rds.attachment.ClusterNodes;
import io.srvlab.csi.rds.attachment.FormatWishes;
import io.srvlab.csi.rds.attachment.Leadership;
import io.srvlab.csi.rds.attachment.MigratingMachines;
import io.srvlab.csi.rds.tour.CsiSocket;
import io.srvlab.csi.rds.volume.BreakerResets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The driver beside an API server. */
@EnableKubernetesMockClient(crud = true, https = false)
class ClusterConformanceTest {
    private static final String MASTER = "kubernetes.master";

    @TempDir
    Path directory;

    KubernetesMockServer server;
    KubernetesClient cluster;

    @BeforeEach
    void show() {
        System.setProperty(MASTER, "http://" + server.getHostName() + ":" + server.getPort());
        System.setProperty("kubernetes.auth.tryKubeConfig", "false");
    }

    @AfterEach
    void hide() {
        System.clearProperty(MASTER);
        System.clearProperty("kubernetes.auth.tryKubeConfig");
    }

    @Test
    void aControllerWatchesTheClusterLeadsAndGivesTheLeadBack() throws Exception {
        try (Driver driver =
                Driver.start(directory, "--rds-csi.kubernetes.enabled=true", "--rds-csi.kubernetes.namespace=rds")) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> driver.page("health").body().contains("watching"));
            await().atMost(Duration.ofSeconds(30)).until(() -> holder().isPresent());
            assertThat(driver.part(Leadership.class).leading().blockFirst()).isTrue();
            for (Class<?> port : new Class<?>[] {
                AttachmentRecords.class,
                ClusterNodes.class,
                ClaimedVolumes.class,
                MigratingMachines.class,
                FormatWishes.class,
                BreakerResets.class
            }) {
                assertThat(driver.part(port)).isNotNull();
            }
        }
        assertThat(holder()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"36, VOLUME_CONDITION", "37, GET_VOLUME_HEALTH"})
    void healthIsToldAsTheClusterUnderstandsIt(String minor, NodeServiceCapability.RPC.Type told) throws Exception {
        server.setVersionInfo(
                new VersionInfo.Builder().withMajor("1").withMinor(minor).build());
        try (Driver driver = Driver.start(directory, "--rds-csi.role=node", "--rds-csi.kubernetes.enabled=true");
                CsiSocket client = driver.client()) {
            await().atMost(Duration.ofSeconds(30)).until(() -> announced(client).contains(told));
        }
    }

    private static List<NodeServiceCapability.RPC.Type> announced(CsiSocket client) {
        return client.node()
                .nodeGetCapabilities(Csi.NodeGetCapabilitiesRequest.getDefaultInstance())
                .map(answer -> answer.getCapabilitiesList().stream()
                        .map(capability -> capability.getRpc().getType())
                        .toList())
                .block(Duration.ofSeconds(10));
    }

    @Test
    void aNodeShowsItselfToTheKubeletAndTakesItsSocketAway() throws Exception {
        Path registry = directory.resolve("plugins_registry");
        try (Driver driver = Driver.start(
                directory,
                "--rds-csi.role=node",
                "--rds-csi.kubernetes.enabled=true",
                "--rds-csi.node.registration-directory=" + registry)) {
            assertThat(registry.resolve("rds.csi.srvlab.io-reg.sock")).exists();
            assertThat(driver.page("health/readiness").body())
                    .contains("kubeletRegistration", "has not asked for the driver yet");
        }
        assertThat(registry).isEmptyDirectory();
    }

    private Optional<String> holder() {
        return cluster.leases().inNamespace("rds").list().getItems().stream()
                .flatMap(lease -> Stream.ofNullable(lease.getSpec().getHolderIdentity()))
                .findFirst();
    }
}
