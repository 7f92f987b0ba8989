package io.srvlab.csi.rds.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import csi.v1.Csi;
import io.grpc.Status.Code;
import io.srvlab.csi.rds.simulator.rds.RdsSimulator;
import io.srvlab.csi.rds.tour.CsiSocket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;

/** The RDS is away: the driver stays up, says so in readiness, and is back by itself; on every release. */
class RdsAwayConformanceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final String ID = "pvc-00000000-0000-4000-8000-000000000001";

    @TempDir
    Path directory;

    /** What each release lets the driver do: {@code said} is what readiness says of it. */
    enum Release {
        NO_FILE_DISKS("7.16", false, Code.FAILED_PRECONDITION, Code.FAILED_PRECONDITION, "needs RouterOS 7.17"),
        NO_NQNS("7.20", true, Code.OK, Code.FAILED_PRECONDITION, "RouterOS 7.20"),
        OLDEST_SERVED("7.21", true, Code.OK, Code.OK, "RouterOS 7.21"),
        NEWEST("7.24", true, Code.OK, Code.OK, "RouterOS 7.24");

        private final String version;
        private final boolean ready;
        private final Code list;
        private final Code create;
        private final String said;

        Release(String version, boolean ready, Code list, Code create, String said) {
            this.version = version;
            this.ready = ready;
            this.list = list;
            this.create = create;
            this.said = said;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDriverThatLosesItsRdsStaysAliveAndComesBackByItself(Release release) throws Exception {
        try (Driver driver = Driver.start(directory, "--rds-csi.simulator.version=" + release.version);
                CsiSocket client = driver.client()) {
            awaitReadiness(driver, release.ready, release.said);
            assertThat(listAndCreate(client)).containsExactly(release.list, release.create);

            driver.part(RdsSimulator.class).stopListening();
            assertThat(listAndCreate(client)).containsOnly(Code.UNAVAILABLE);
            awaitReadiness(driver, false, "refused");
            assertThat(driver.page("health/readiness").body()).contains("127.0.0.1");
            assertThat(driver.page("health/liveness").statusCode()).isEqualTo(200);
            assertThat(isProbeReady(client))
                    .as("a restart would not bring the RDS back")
                    .isTrue();

            driver.part(RdsSimulator.class).startListening();
            awaitReadiness(driver, release.ready, release.said);
            assertThat(listAndCreate(client)).containsExactly(release.list, release.create);
            assertThat(driver.part(RdsSimulator.class).violations()).isEmpty();
        }
    }

    private static boolean isProbeReady(CsiSocket client) {
        return client.identity()
                .probe(Csi.ProbeRequest.getDefaultInstance())
                .block(PATIENCE)
                .getReady()
                .getValue();
    }

    private static List<Code> listAndCreate(CsiSocket client) {
        return Flux.mergeSequential(
                        Outcome.of(client.controller().listVolumes(Csi.ListVolumesRequest.getDefaultInstance())),
                        Outcome.of(client.controller().createVolume(Requests.create(ID))))
                .collectList()
                .block(PATIENCE);
    }

    private static void awaitReadiness(Driver driver, boolean ready, String reason) {
        await().atMost(PATIENCE).until(() -> {
            HttpResponse<String> page = driver.page("health/readiness");
            return page.statusCode() == (ready ? 200 : 503) && page.body().contains(reason);
        });
    }
}
