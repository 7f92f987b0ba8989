package io.srvlab.csi.rds.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.SessionFactory;

/** A small SSH server that answers each command by a function of the test, on a free port of the loopback. */
final class ScriptedSshServer implements AutoCloseable {
    final AtomicInteger sessions = new AtomicInteger();
    final AtomicInteger mostSessions = new AtomicInteger();
    final AtomicInteger commands = new AtomicInteger();
    final AtomicInteger limit = new AtomicInteger(1000);
    /** New connections meet silence while it is set; {@link #muted} counts them. */
    final AtomicBoolean mute = new AtomicBoolean();

    final AtomicInteger muted = new AtomicInteger();
    final AtomicReference<Function<String, Act>> script = new AtomicReference<>(Act::echo);
    private final ScheduledExecutorService later = Executors.newScheduledThreadPool(1);
    private final KeyPair hostKey;
    private final SshServer server = SshServer.setUpDefaultServer();

    ScriptedSshServer() {
        this(0, TestKeys.rsa());
    }

    ScriptedSshServer(int port, KeyPair hostKey) {
        this.hostKey = hostKey;
        server.setHost("127.0.0.1");
        server.setPort(port);
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPublickeyAuthenticator((user, key, session) -> user.startsWith("csi")
                && sessions.get() <= limit.get()
                && KeyUtils.compareKeys(key, TestKeys.user().getPublic()));
        server.setCommandFactory((channel, line) -> new ScriptedCommand(line, this));
        server.addSessionListener(new Counter());
        server.setSessionFactory(new MuteSessions(server));
        CoreModuleProperties.TCP_NODELAY.set(server, true);
        server.setNioWorkers(2);
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getPort();
    }

    void afterwards(Duration delay, Runnable task) {
        later.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    SshSettings settings(int max, Duration read) {
        return settings(PublicKeyEntry.toString(hostKey.getPublic()), max, read);
    }

    SshSettings settings(String hostKeys, int max, Duration read) {
        var sessions = new SshSettings.Sessions(max, 1, 4096, Duration.ofMinutes(5));
        return settings(port(), hostKeys, sessions, Duration.ofSeconds(2), read);
    }

    SshSettings settings(SshSettings.Sessions sessions, Duration connect, Duration read) {
        return settings(port(), PublicKeyEntry.toString(hostKey.getPublic()), sessions, connect, read);
    }

    static SshSettings settings(
            int port, String hostKeys, SshSettings.Sessions sessions, Duration connect, Duration read) {
        return new SshSettings(
                "127.0.0.1",
                port,
                "csi",
                TestKeys.userFile(),
                hostKeys,
                "+cet512w",
                SshSettings.Replies.AUTO,
                sessions,
                new SshSettings.Deadlines(connect, read, read, Duration.ofSeconds(1)));
    }

    /** Cuts every connection. */
    void cut() {
        List.copyOf(server.getActiveSessions()).forEach(session -> session.close(true));
    }

    @Override
    public void close() {
        later.shutdownNow();
        server.close(true);
    }

    /** What to do with one command. */
    record Act(Kind kind, String text, Duration delay) {
        enum Kind {
            ANSWER,
            CUT,
            SILENT
        }

        static Act answer(String text) {
            return new Act(Kind.ANSWER, text, Duration.ZERO);
        }

        Act after(Duration pause) {
            return new Act(kind, text, pause);
        }

        static Act cut(String before) {
            return new Act(Kind.CUT, before, Duration.ZERO);
        }

        static Act silent() {
            return new Act(Kind.SILENT, "", Duration.ZERO);
        }

        /** A heartbeat gets its word back; a script gets an empty frame. */
        static Act echo(String line) {
            return answer(frame(line, ""));
        }

        /** B and OK around what is between, with the nonce of the line. */
        static String frame(String line, String between) {
            String[] parts = line.split("\"", -1);
            if (parts.length < 6) {
                return parts[1] + "\r\n";
            }
            String nonce = parts[5];
            return "B:" + nonce + "\r\n" + between.replace("NONCE", nonce) + "OK:" + nonce + "\r\n";
        }
    }

    /** The connection is accepted, and nobody ever speaks or listens on it. */
    private final class MuteSessions extends SessionFactory {
        MuteSessions(SshServer server) {
            super(server);
        }

        @Override
        public void sessionCreated(IoSession session) throws Exception {
            if (mute.get()) {
                muted.incrementAndGet();
            } else {
                super.sessionCreated(session);
            }
        }

        @Override
        public void messageReceived(IoSession session, Readable message) throws Exception {
            if (AbstractSession.getSession(session, true) != null) {
                super.messageReceived(session, message);
            }
        }

        @Override
        public void sessionClosed(IoSession session) throws Exception {
            if (AbstractSession.getSession(session, true) != null) {
                super.sessionClosed(session);
            }
        }
    }

    private final class Counter implements SessionListener {
        @Override
        public void sessionCreated(Session session) {
            mostSessions.accumulateAndGet(sessions.incrementAndGet(), Math::max);
        }

        @Override
        public void sessionClosed(Session session) {
            sessions.decrementAndGet();
        }
    }
}
