package io.srvlab.csi.rds.simulator.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelListener;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong below the command: while a connection is made, while it is used, and in the order of its messages. */
class ConnectionFaultsSimulatorTest {
    private static final Duration SHORT = Duration.ofMillis(400);
    private final TestClient client = TestClient.ed25519();

    @TempDir
    private Path directory;

    private RdsSimulator rds;
    private ClientSession session;

    @BeforeEach
    void start() throws IOException {
        rds = RdsSimulator.start(SimulatorSettings.in(directory).withLogin("csi", client.publicKey()));
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

    @Test
    void aResetIsSeenAsOne() throws IOException, InterruptedException {
        BlockingQueue<Throwable> thrown = new LinkedBlockingQueue<>();
        session.addSessionListener(new SessionListener() {
            @Override
            public void sessionException(Session broken, Throwable cause) {
                thrown.add(cause);
            }
        });
        rds.faults().arm(new Fault.Reset(), Trigger.next());

        assertThat(TestClient.run(session, "/disk/comment nvme1 comment=x").status())
                .isNull();

        assertThat(thrown.poll(10, TimeUnit.SECONDS)).hasMessageContaining("reset");
        assertThat(rds.history().count()).isZero();
        session = connect();
        assertThat(run(":put 1")).isEqualTo("1");
    }

    @ParameterizedTest
    @EnumSource(names = {"CUT_HANDSHAKES", "CUT_LOGINS"})
    void connectionsAreCutWhileTheyAreMade(Faults.Condition condition) throws IOException {
        rds.faults().begin(condition);

        assertThatThrownBy(this::connect).isInstanceOf(IOException.class);

        assertThat(run(":put 1")).isEqualTo("1");
        rds.faults().end(condition);
        session = connect();
        assertThat(run(":put 1")).isEqualTo("1");
    }

    @Test
    void aChannelBesideAnotherMayNeverOpen() throws IOException {
        rds.faults().begin(Faults.Condition.IGNORE_PARALLEL_CHANNELS);
        assertThat(run(":put 1")).isEqualTo("1");
        rds.faults().neverAnswerNext("hangs");

        try (var hanging = session.createExecChannel(":put hangs")) {
            hanging.open().verify(TestClient.DEADLINE);
            assertThatThrownBy(() -> TestClient.run(session, ":put 2", SHORT)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void theStatusComesLater() throws IOException {
        rds.faults().arm(new Fault.LateStatus(Duration.ofHours(1)), Trigger.next());
        assertThat(TestClient.run(session, ":put 1", SHORT)).isEqualTo(new TestClient.Answered("1\r\n", "", null));
        rds.faults().arm(new Fault.LateStatus(Duration.ofMillis(10)), Trigger.next());
        assertThat(TestClient.run(session, ":put 1")).isEqualTo(new TestClient.Answered("1\r\n", "", 0));
    }

    @Test
    void theOrderOfMessagesIsNotAlwaysTheSame() throws IOException {
        assertThat(messages()).containsSubsequence("SSH_MSG_CHANNEL_EOF", "exit-status");
        rds.faults().begin(Faults.Condition.STATUS_BEFORE_END);
        assertThat(messages()).containsSubsequence("exit-status", "SSH_MSG_CHANNEL_EOF");
    }

    /** The messages of one command's channel, in the order in which they came. */
    private List<String> messages() throws IOException {
        List<String> messages = new CopyOnWriteArrayList<>();
        ChannelListener listener = new ChannelListener() {
            @Override
            public void channelStateChanged(Channel channel, String hint) {
                messages.add(hint);
            }
        };
        session.addChannelListener(listener);
        assertThat(TestClient.run(session, ":put 1")).isEqualTo(new TestClient.Answered("1\r\n", "", 0));
        session.removeChannelListener(listener);
        return messages;
    }

    @Test
    void theOutputMayComeBeforeTheReply() throws IOException {
        CoreModuleProperties.REQUEST_EXEC_REPLY.set(session, true);
        assertThat(replyAndOutput()).containsExactly("reply", "output");
        rds.faults().begin(Faults.Condition.OUTPUT_BEFORE_REPLY);
        assertThat(replyAndOutput()).containsExactly("output", "reply");
    }

    private List<String> replyAndOutput() throws IOException {
        List<String> messages = new CopyOnWriteArrayList<>();
        try (var channel = new WatchedExec(":put 1", messages)) {
            channel.setOut(OutputStream.nullOutputStream());
            channel.setErr(OutputStream.nullOutputStream());
            session.getService(ConnectionService.class).registerChannel(channel);
            channel.open().verify(TestClient.DEADLINE);
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), TestClient.DEADLINE);
        }
        return messages;
    }

    /** Notes in which order reply and output come. */
    private static final class WatchedExec extends ChannelExec {
        private final List<String> messages;

        WatchedExec(String line, List<String> messages) {
            super(line, null, Map.of());
            this.messages = messages;
        }

        @Override
        public void handleSuccess() throws IOException {
            messages.add("reply");
            super.handleSuccess();
        }

        @Override
        public void handleData(Buffer buffer) throws IOException {
            messages.add("output");
            super.handleData(buffer);
        }
    }

    @Test
    void aPasswordCountsOnlyWithoutAKeyOrBefore721() throws IOException {
        rds.password("csi", "secret");
        rds.password("keyless", "secret");
        assertThatThrownBy(() -> client.connect("csi", "secret", rds.port())).isInstanceOf(IOException.class);
        assertThat(client.connect("keyless", "secret", rds.port()).isAuthenticated())
                .isTrue();
        assertThatThrownBy(() -> client.connect("keyless", "wrong", rds.port())).isInstanceOf(IOException.class);
        rds.install("7.20");
        assertThat(client.connect("csi", "secret", rds.port()).isAuthenticated())
                .isTrue();
    }

    @Test
    void aUserWithoutThePolicyCannotLogIn() throws IOException {
        rds.faults().takeAwayPolicy("ssh");
        assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
        assertThat(run(":put 1")).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource({"ONE,1", "FOUR,4", "TEN,10"})
    void onlySoManyChannelsOpenOnOneConnection(Unknown.ChannelsPerConnection limit, int most) throws IOException {
        rds.switches(Switches.defaults().with(limit));
        rds.faults().arm(new Fault.NeverAnswers(), Trigger.always("hangs"));
        for (int n = 0; n < most; n++) {
            session.createExecChannel(":put hangs").open().verify(TestClient.DEADLINE);
        }

        assertThatThrownBy(() -> run(":put 1")).hasMessageContaining("SshChannelOpenException");
    }

    @ParameterizedTest
    @EnumSource
    void anUpToDateClientConnectsWhateverIsOffered(Unknown.SshAlgorithms offered) throws IOException {
        rds.stopListening();
        rds.switches(Switches.defaults().with(offered));
        rds.startListening();
        session = connect();

        assertThat(run(":put 1")).isEqualTo("1");
        assertThat(session.getServerKexProposals().get(KexProposalOption.S2CENC).contains("gcm"))
                .isEqualTo(offered == Unknown.SshAlgorithms.MODERN);
    }

    @Test
    void aKeepaliveIsRefusedOrNotAnsweredAtAll() throws IOException {
        assertThat(keepalive(TestClient.DEADLINE)).isNull();
        rds.switches(Switches.defaults().with(Unknown.KeepaliveReply.NONE));
        assertThatThrownBy(() -> keepalive(SHORT)).isInstanceOf(IOException.class);
    }

    private Object keepalive(Duration patience) throws IOException {
        var request = session.createBuffer(org.apache.sshd.common.SshConstants.SSH_MSG_GLOBAL_REQUEST);
        request.putString("keepalive@openssh.com");
        request.putBoolean(true);
        return session.request("keepalive@openssh.com", request, patience);
    }

    @Test
    void aSessionOverTheLimitMayJustWait() throws IOException {
        rds.switches(Switches.defaults().with(Unknown.AtLimit.BLOCK));
        rds.faults().sessionsTakenByOthers(19);
        try (ClientSession second = connect()) {
            assertThatThrownBy(() -> TestClient.run(second, ":put 1", SHORT)).isInstanceOf(IOException.class);
            rds.faults().sessionsTakenByOthers(0);
            assertThat(TestClient.run(second, ":put 1").out()).isEqualTo("1\r\n");
        }
    }

    @Test
    void bytesThatAreNotUtf8ComeAsTheyAre() throws IOException {
        rds.runAsAdmin("/disk/comment nvme1 comment=\"caf\\E9 \\C3\\A9\"");

        assertThat(TestClient.bytes(session, ":put [/disk/get nvme1 comment]"))
                .containsExactly('c', 'a', 'f', 0xE9, ' ', 0xC3, 0xA9, '\r', '\n');
    }

    @Test
    void veryLongLinesAndThousandsOfDisksArrive() throws IOException {
        String comment = "x".repeat(60_000);
        rds.runAsAdmin("/disk/comment nvme1 comment=\"" + comment + "\"");
        rds.runAsAdmin(":for i from=1 to=2000 do={ /disk/add type=file slot=\"d$i\" file-size=1048576"
                + " file-path=\"storage-pool/d$i.img\" }");

        assertThat(run(":put [/disk/get nvme1 comment]")).isEqualTo(comment);
        assertThat(run("/disk/print terse proplist=slot where slot~\"^d[0-9]+\\$\"")
                        .lines())
                .hasSize(2000);
    }
}
