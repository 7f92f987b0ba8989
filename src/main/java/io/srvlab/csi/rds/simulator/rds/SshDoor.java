package io.srvlab.csi.rds.simulator.rds;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.channel.ChannelSessionFactory;
import org.apache.sshd.server.session.ServerSession;
import org.jspecify.annotations.Nullable;

/** The SSH server in front of the device. */
final class SshDoor {
    private static final int NIO_WORKERS = 2;
    private final String address;
    private final Device device;
    private final Duration latency;
    private final ScheduledExecutorService timer;
    private final Sessions sessions;
    private final AtomicInteger port;
    private final AtomicReference<KeyPair> hostKey;
    private volatile @Nullable SshServer listening;
    private final Map<String, PublicKey> users = new ConcurrentHashMap<>();
    private final Map<String, String> passwords = new ConcurrentHashMap<>();

    SshDoor(
            SimulatorSettings settings,
            String address,
            Device device,
            KeyPair hostKey,
            ScheduledExecutorService timer) {
        this.address = address;
        this.device = device;
        this.latency = settings.latency();
        this.timer = timer;
        this.sessions = new Sessions(settings.maxSessions(), device.box());
        this.port = new AtomicInteger(settings.sshPort());
        this.hostKey = new AtomicReference<>(hostKey);
    }

    void authorize(String user, PublicKey key) {
        users.put(user, key);
    }

    void password(String user, String password) {
        passwords.put(user, password);
    }

    int port() {
        return port.get();
    }

    int sessions() {
        return sessions.count();
    }

    KeyPair hostKey() {
        return hostKey.get();
    }

    /** New connections see this key. */
    void hostKey(KeyPair key) {
        hostKey.set(key);
    }

    /** Listens, on the port it had before if it had one. */
    synchronized void open() {
        if (listening != null) {
            return;
        }
        SshServer server = SshServer.setUpDefaultServer();
        server.setHost(address);
        server.setPort(port.get());
        server.setNioWorkers(NIO_WORKERS);
        server.setKeyPairProvider(session -> List.of(hostKey.get()));
        greet(server);
        guard(server);
        start(server);
        listening = server;
        port.set(server.getPort());
    }

    private void greet(SshServer server) {
        CoreModuleProperties.SERVER_IDENTIFICATION.set(server, "ROSSSH");
        CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(server, Duration.ZERO);
        CoreModuleProperties.MAX_CONCURRENT_CHANNELS.set(server, Integer.MAX_VALUE);
        SshAlgorithmChoice.offer(server, device.box().switches().of(Unknown.SshAlgorithms.class));
        server.setSessionFactory(new SilentSessions(server, sessions));
        server.addSessionListener(sessions);
    }

    private void guard(SshServer server) {
        server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE, UserAuthPasswordFactory.INSTANCE));
        server.setPublickeyAuthenticator(this::admits);
        server.setPasswordAuthenticator((login, password, session) -> admits(login, password) && admits(session));
        server.setChannelFactories(List.of(new ExecChannels()));
        server.setCommandFactory((channel, line) -> new ExecCommand(line, latency, device, timer));
        server.setSubsystemFactories(List.of());
        server.setGlobalRequestHandlers(List.of(this::globalRequest));
    }

    private boolean admits(String login, PublicKey key, ServerSession session) {
        PublicKey known = users.get(LoginName.of(login).user());
        return known != null && KeyUtils.compareKeys(known, key) && admits(session);
    }

    /** From 7.21 on a user with a key has no use for a password. */
    private boolean admits(String login, String password) {
        String user = LoginName.of(login).user();
        boolean asked = !users.containsKey(user) || !device.box().profile().since(21);
        return asked && password.equals(passwords.get(user));
    }

    private boolean admits(ServerSession session) {
        if (device.box().faults().holds(Faults.Condition.CUT_LOGINS)) {
            session.close(true);
            return false;
        }
        return !sessions.refusesLogin(session);
    }

    private RequestHandler.Result globalRequest(
            ConnectionService service, String request, boolean wantReply, Buffer buffer) {
        boolean silent = request.startsWith("keepalive@") && device.box().is(Unknown.KeepaliveReply.NONE);
        return silent ? RequestHandler.Result.Replied : RequestHandler.Result.ReplyFailure;
    }

    private static void start(SshServer server) {
        try {
            server.start();
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** Stops listening and cuts every connection. */
    synchronized void close() {
        SshServer server = listening;
        listening = null;
        if (server != null) {
            sessions.cutAll();
            stop(server);
        }
    }

    private static void stop(SshServer server) {
        try {
            server.stop(true);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private final class ExecChannels extends ChannelSessionFactory {
        @Override
        public Channel createChannel(Session session) {
            return new ExecChannel(sessions);
        }
    }
}
