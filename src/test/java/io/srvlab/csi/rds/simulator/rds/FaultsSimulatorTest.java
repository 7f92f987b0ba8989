package io.srvlab.csi.rds.simulator.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.sshd.client.session.ClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each fault strikes once, where and when it was armed for. */
class FaultsSimulatorTest {
    private static final String ADD =
            "/disk/add type=file file-path=storage-pool/csi/a.img slot=a file-size=1G mount-filesystem=no";

    private static final String COUNT = "/disk/print count-only where slot=a";
    private static final Duration SHORT = Duration.ofMillis(400);
    private final TestClient client = TestClient.ed25519();

    @TempDir
    private Path directory;

    private RdsSimulator rds;
    private ClientSession session;

    @BeforeEach
    void start() throws IOException {
        rds = RdsSimulator.start(SimulatorSettings.in(directory).withLogin("csi", client.publicKey()));
        rds.runAsAdmin("/file/add type=directory name=storage-pool/csi");
        session = connect();
    }

    @AfterEach
    void stop() {
        client.close();
        rds.close();
    }

    private ClientSession connect() throws IOException {
        return client.connect("csi", rds.port());
    }

    private String run(String line) throws IOException {
        return TestClient.run(session, line).out().strip();
    }

    private String count() {
        return rds.runAsAdmin(COUNT).strip();
    }

    @Test
    void aRejectionIsAnErrorTheScriptCanCatch() throws IOException {
        rds.faults().rejectNext("/disk/add", "failure: execution error");
        assertThat(run(":onerror e in={ " + ADD + " } do={ :put (\"ER:\" . $e) }"))
                .isEqualTo("ER:failure: execution error");
        assertThat(run(ADD)).isEmpty();
        assertThat(count()).isEqualTo("1");
    }

    @Test
    void aHangUpBeforeLeavesNothingDone() throws IOException {
        rds.faults().hangUpBefore(1);
        assertThat(TestClient.run(session, ADD).status()).isNull();
        assertThat(count()).isEqualTo("0");
        session = connect();
        assertThat(run(ADD)).isEmpty();
    }

    @Test
    void aLostAnswerLeavesItDone() throws IOException {
        rds.faults().loseAnswerNext("/disk/add");
        assertThat(run(":put 1")).isEqualTo("1");
        assertThat(TestClient.run(session, ":put [" + ADD + "]").out()).isEmpty();
        assertThat(count()).isEqualTo("1");
        assertThat(session.isOpen()).isFalse();
    }

    @Test
    void anAnswerIsCutInTheMiddle() throws IOException {
        rds.faults().cutInMiddle(2, 3);
        assertThat(run(":put 1")).isEqualTo("1");
        TestClient.Answered cut = TestClient.run(session, ":put 123456");
        assertThat(cut.out()).isEqualTo("123");
        assertThat(cut.status()).isNull();
    }

    @Test
    void aHangUpAfterGivesTheAnswerWithoutStatus() throws IOException {
        rds.faults().hangUpAfter(1);
        assertThat(TestClient.run(session, ":put 1")).isEqualTo(new TestClient.Answered("1\r\n", "", null));
    }

    @Test
    void aLateAnswerComes() throws IOException {
        Faults.ArmedFault late = rds.faults().answerAfter(SHORT);
        long start = System.nanoTime();
        assertThat(run(":put 1")).isEqualTo("1");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(SHORT);
        late.disarm();
        assertThat(TestClient.run(session, ":put 1", SHORT).status()).isZero();
    }

    @Test
    void anAnswerThatNeverComesHoldsUpNobodyElse() throws IOException {
        rds.faults().neverAnswerNext("one");
        assertThat(TestClient.run(session, ":put one", SHORT).status()).isNull();
        assertThat(run(":put 2")).isEqualTo("2");
    }

    @Test
    void aQuestionIsAskedAndWaitedFor() throws IOException {
        TestClient.Answered asked = TestClient.run(session, "/disk/format nvme1 file-system=ext4", SHORT);
        assertThat(asked.out()).contains("All data will be lost, are you sure? [y/N]:");
        assertThat(asked.status()).isNull();
    }

    @Test
    void garbageStatusAndStreamAreChosen() throws IOException {
        rds.faults().arm(new Fault.Garbage("note\r\n"), Trigger.next());
        rds.faults().arm(new Fault.Exit(1), Trigger.next());
        assertThat(TestClient.run(session, ":put 1")).isEqualTo(new TestClient.Answered("note\r\n1\r\n", "", 1));
        rds.faults().arm(new Fault.NoExitStatus(), Trigger.next());
        rds.faults().arm(new Fault.OnErrorStream(), Trigger.next());
        assertThat(TestClient.run(session, ":put 1")).isEqualTo(new TestClient.Answered("", "1\r\n", null));
    }

    @Test
    void loginsAndChannelsAreRefusedUntilReset() throws IOException {
        rds.faults().begin(Faults.Condition.REFUSE_LOGINS);
        rds.faults().begin(Faults.Condition.REFUSE_CHANNELS);
        assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> run(":put 1")).isInstanceOf(IOException.class);
        rds.faults().reset();
        assertThat(run(":put 1")).isEqualTo("1");
    }

    @Test
    void aBlackHoleAcceptsAndSaysNothing() throws IOException {
        rds.faults().begin(Faults.Condition.BLACK_HOLE);
        assertThatThrownBy(() -> TestClient.run(session, ":put 1", SHORT)).isInstanceOf(IOException.class);
        rds.faults().end(Faults.Condition.BLACK_HOLE);
        session = connect();
        assertThat(run(":put 1")).isEqualTo("1");
    }

    @Test
    void anAddEndsHalfWay() throws IOException {
        rds.faults().halfDoneAdd(HalfDone.FILE_ONLY);
        assertThat(run(ADD)).startsWith("failure:");
        assertThat(count()).isEqualTo("0");
        assertThat(directory.resolve("storage-pool/csi/a.img")).exists();
    }

    @Test
    void aPolicyCanBeTakenAway() throws IOException {
        rds.faults().takeAwayPolicy("write");
        assertThat(run(ADD)).isEqualTo("not enough permissions (9)");
        assertThat(run(COUNT)).isEqualTo("0");
    }

    @Test
    void aRebootCutsEverythingAndComesBack() throws IOException {
        rds.reboot(SHORT);
        assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
        assertThat(rds.exports().find("nqn.2000-02.com.mikrotik:nixos-node1-var", 4420))
                .isEmpty();
        rds.stopListening();
        rds.startListening();
        rds.exports().back();
        session = connect();
        assertThat(run(":put 1")).isEqualTo("1");
    }
}
