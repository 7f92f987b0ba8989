package io.srvlab.csi.rds.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import csi.v1.Csi;
import io.grpc.Status.Code;
import io.srvlab.csi.rds.simulator.rds.DemoLogin;
import io.srvlab.csi.rds.simulator.rds.RdsSimulator;
import io.srvlab.csi.rds.simulator.rds.SimulatorSettings;
import io.srvlab.csi.rds.simulator.rds.Switches;
import io.srvlab.csi.rds.simulator.rds.Unknown.HostKeyType;
import io.srvlab.csi.rds.tour.CsiSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** What the driver that came before did wrong about fencing as a whole process, by the number of the defect. */
class PriorDriverDefectsConformanceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ID = "pvc-00000000-0000-4000-8000-000000000017";

    @TempDir
    Path directory;

    /** The prior driver gave any volume to any node unless an option of something else was on. */
    @Test
    @Tag("defect-17")
    void aSecondNodeIsRefusedWithEverythingOptionalSwitchedOff() throws Exception {
        try (Driver driver = Driver.start(
                        directory,
                        "--rds-csi.kubernetes.enabled=false",
                        "--rds-csi.volume-sweep=off",
                        "--rds-csi.migration.same-machine=false",
                        "--rds-csi.fencing=auto",
                        "--rds-csi.node-id=worker-1",
                        "--rds-csi.known-nodes=worker-2");
                CsiSocket client = driver.client()) {
            secondNodeIsRefused(client, created(client));
        }
    }

    /** The prior driver ended when the RDS was away at its start, and with it went its fencing. */
    @Test
    @Tag("defect-34")
    void aControllerThatStartsWhileTheRdsIsAwayServesWhenItIsBack() throws Exception {
        try (RdsSimulator device = RdsSimulator.start(SimulatorSettings.in(directory.resolve("rds"))
                .withSwitches(Switches.defaults().with(HostKeyType.ED25519)))) {
            DemoLogin login = DemoLogin.on(device, "csi", directory.resolve("login"));
            device.stopListening();
            try (Driver driver = controller(device, login);
                    CsiSocket client = driver.client()) {
                assertThat(code(client.controller().createVolume(Requests.create(ID))))
                        .isEqualTo(Code.UNAVAILABLE);
                assertThat(driver.page("health/liveness").statusCode()).isEqualTo(200);

                device.startListening();
                await().atMost(PATIENCE)
                        .until(() -> code(client.controller().createVolume(Requests.create(ID))) == Code.OK);
                secondNodeIsRefused(client, created(client));
            }
        }
    }

    private Driver controller(RdsSimulator device, DemoLogin login) throws Exception {
        return Driver.start(
                directory,
                "--rds-csi.role=controller",
                "--rds-csi.outside=real",
                "--rds-csi.kubernetes.enabled=false",
                "--rds-csi.owner=lab",
                "--rds-csi.known-nodes=worker-1,worker-2",
                "--rds-csi.rds.host=127.0.0.1",
                "--rds-csi.rds.port=" + device.port(),
                "--rds-csi.rds.user=" + login.user(),
                "--rds-csi.rds.private-key-file=" + login.privateKey(),
                "--rds-csi.rds.host-key=" + device.hostKeyLine());
    }

    private static Csi.Volume created(CsiSocket client) {
        return Objects.requireNonNull(
                        client.controller().createVolume(Requests.create(ID)).block(PATIENCE))
                .getVolume();
    }

    private static void secondNodeIsRefused(CsiSocket client, Csi.Volume volume) {
        assertThat(code(client.controller().controllerPublishVolume(Requests.publish(volume, "worker-1"))))
                .isEqualTo(Code.OK);
        assertThat(code(client.controller().controllerPublishVolume(Requests.publish(volume, "worker-2"))))
                .isEqualTo(Code.FAILED_PRECONDITION);
    }

    private static Code code(Mono<?> call) {
        return Objects.requireNonNull(Outcome.of(call).block(PATIENCE));
    }
}
