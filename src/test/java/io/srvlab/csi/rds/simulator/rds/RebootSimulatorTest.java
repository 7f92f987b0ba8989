package io.srvlab.csi.rds.simulator.rds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.session.ClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a reboot takes away, and what comes back with it, and when. */
class RebootSimulatorTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final String OTHERS = "nqn.2000-02.com.mikrotik:nixos-node1-var";
    private final TestClient client = TestClient.ed25519();

    @TempDir
    private Path directory;

    private RdsSimulator rds;

    @BeforeEach
    void start() {
        rds = RdsSimulator.start(SimulatorSettings.in(directory).withLogin("csi", client.publicKey()));
    }

    @AfterEach
    void stop() {
        client.close();
        rds.close();
    }

    private void switches(Unknown... values) {
        rds.switches(Switches.defaults().with(values));
    }

    private String overSsh(String line) throws IOException {
        try (ClientSession session = client.connect("csi", rds.port())) {
            return TestClient.run(session, line).out().strip();
        }
    }

    private String admin(String line) {
        return rds.runAsAdmin(line).strip();
    }

    private void add(String slot) {
        add(slot, "1G");
    }

    private void add(String slot, String size) {
        assertThat(admin("/disk/add type=file mount-filesystem=no slot=" + slot + " file-path=storage-pool/" + slot
                        + ".img file-size=" + size))
                .isEmpty();
    }

    private String count(String query) {
        return admin("/disk/print count-only where " + query);
    }

    private void awaitBoot() throws Exception {
        rds.booted().get(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({"AT_ONCE,1", "LATE,0"})
    void thePoolMayAssembleAfterTheConsoleIsBack(Unknown.RaidAfterBoot raid, String mounted) throws IOException {
        switches(raid);
        rds.reboot(LONG);
        rds.startListening();

        assertThat(overSsh("/disk/print count-only where mount-point=\"storage-pool\""))
                .isEqualTo(mounted);
        assertThat(rds.exports().find(OTHERS, 4420)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Unknown.RaidAfterBoot.class)
    void everythingIsBackInTheEnd(Unknown.RaidAfterBoot raid) throws Exception {
        switches(raid);
        rds.reboot(Duration.ZERO);
        awaitBoot();

        assertThat(overSsh("/disk/print count-only where mount-point=\"storage-pool\""))
                .isEqualTo("1");
        assertThat(rds.exports().find(OTHERS, 4420)).isPresent();
    }

    @Test
    void aPoolThatWasNotMountedIsNotMountedByTheWay() throws Exception {
        rds.faults().begin(Faults.Condition.POOL_UNMOUNTED);
        rds.reboot(Duration.ZERO);
        awaitBoot();

        assertThat(count("mount-point=\"storage-pool\"")).isEqualTo("0");
    }

    @Test
    void configurationSurvives() throws Exception {
        add("a");
        rds.reboot(Duration.ZERO);
        awaitBoot();

        assertThat(count("slot=a")).isEqualTo("1");
    }

    @Test
    void theLastChangeMayNotHaveReachedTheFlash() throws Exception {
        add("a");
        add("b");
        rds.loseLastChangeAndReboot(Duration.ZERO);
        awaitBoot();
        assertThat(count("slot=a")).isEqualTo("1");
        assertThat(count("slot=b")).isEqualTo("0");
        assertThat(directory.resolve("storage-pool/b.img")).exists();

        admin("/disk/set a nvme-tcp-export=yes nvme-tcp-server-nqn=nqn.a");
        rds.loseLastChangeAndReboot(Duration.ZERO);
        awaitBoot();
        assertThat(count("slot=a nvme-tcp-export=no")).isEqualTo("1");
        assertThat(rds.exports().find("nqn.a", 4420)).isEmpty();

        admin("/disk/remove a");
        rds.loseLastChangeAndReboot(Duration.ZERO);
        awaitBoot();
        assertThat(count("slot=a")).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource({"FOREGROUND_DIES_WITH_CHANNEL,40G,old", "FOREGROUND_CONTINUES,5G,precious", "BACKGROUND,5G,precious"})
    void aCopyMayEndWithItsChannel(Unknown.CopyBlocks blocks, String size, String copied) throws IOException {
        add("a", size);
        add("b", size);
        rds.markContent("a", "precious");
        rds.markContent("b", "old");
        switches(blocks, Unknown.AddSpeed.BY_SIZE);
        try (ClientSession session = client.connect("csi", rds.port());
                var channel = session.createExecChannel("/disk/copy src=a dst=b")) {
            channel.open().verify(TestClient.DEADLINE);
            assertThat(TestClient.run(session, ":put begun").out()).isEqualTo("begun\r\n");
        }

        // Takes longer than the copy, so the copy's end is behind us.
        overSsh("/disk/add type=file slot=c file-path=storage-pool/c.img file-size=50G");

        assertThat(rds.content("b")).isEqualTo(copied);
    }
}
