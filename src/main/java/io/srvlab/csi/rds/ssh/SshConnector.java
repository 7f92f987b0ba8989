package io.srvlab.csi.rds.ssh;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.future.AuthFuture;
import org.apache.sshd.client.future.ConnectFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/** Opens SSH connections to one device: TCP, host key, login, each step without blocking and all of them within a deadline. */
final class SshConnector {
    /** A reachable device accepts TCP at once; where packets are lost, a fresh attempt beats the kernel's doubling pauses. */
    private static final Duration TCP_DEADLINE = Duration.ofSeconds(3);

    private final SshSettings settings;
    private final Loop loop;
    private final SshClient client;

    SshConnector(SshSettings settings, Loop loop) {
        this.settings = settings;
        this.loop = loop;
        this.client = client();
        client.start();
    }

    /** Calls exactly one of the two, on the loop. */
    void open(Duration deadline, Consumer<ClientSession> opened, Consumer<ConnectFailure> failed) {
        new Attempt(deadline, opened, failed).start();
    }

    void close() {
        client.close(true);
    }

    private static SshClient client() {
        SshClient client = ClientBuilder.builder()
                .hostConfigEntryResolver(HostConfigEntryResolver.EMPTY)
                .serverKeyVerifier(PinnedHostKeys.VERIFIER)
                .cipherFactories(Algorithms.CIPHERS)
                .macFactories(Algorithms.MACS)
                .keyExchangeFactories(Algorithms.KEY_EXCHANGES)
                .build();
        return quiet(client);
    }

    /** Nothing of the surroundings: no keys of the home directory, no timers but ours, two threads for all connections. */
    private static SshClient quiet(SshClient client) {
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        client.addSessionListener(PinnedHostKeys.ASK_FOR_PINNED);
        client.setNioWorkers(2);
        // Without it Nagle against delayed ACK costs 45 ms per command.
        CoreModuleProperties.TCP_NODELAY.set(client, true);
        CoreModuleProperties.REQUEST_EXEC_REPLY.set(client, true);
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(client, Duration.ZERO);
        return client;
    }

    /** One attempt; lives on the loop but for {@link #dial}. */
    private final class Attempt {
        private final Duration deadline;
        private final Consumer<ClientSession> opened;
        private final Consumer<ConnectFailure> failed;
        private final long startedAt = loop.millis();
        private volatile Disposable timer;
        private volatile boolean over;
        private volatile @Nullable ClientSession session;
        private volatile PinnedHostKeys pins = new PinnedHostKeys(List.of());

        Attempt(Duration deadline, Consumer<ClientSession> opened, Consumer<ConnectFailure> failed) {
            this.deadline = deadline;
            this.opened = opened;
            this.failed = failed;
            this.timer = loop.after(shorter(deadline, TCP_DEADLINE), this::late);
        }

        void start() {
            loop.aside(this::dial);
        }

        /** Reads the keys and resolves the name, which may block. */
        private void dial() {
            try {
                Credentials credentials = Credentials.load(settings);
                PinnedHostKeys expected = new PinnedHostKeys(credentials.pinned());
                AttributeRepository context = AttributeRepository.ofKeyValuePair(PinnedHostKeys.KEY, expected);
                client.connect(settings.login(), settings.host(), settings.port(), context, null)
                        .addListener(future -> loop.run(() -> connected(future, credentials, expected)));
            } catch (IOException | GeneralSecurityException | IllegalStateException e) {
                loop.run(() -> fail(ConnectFailure.Kind.REFUSED, Words.of(e)));
            }
        }

        private void connected(ConnectFuture future, Credentials credentials, PinnedHostKeys expected) {
            if (!future.isConnected()) {
                fail(ConnectFailure.Kind.DOWN, Words.of(future.getException()));
                return;
            }
            ClientSession connected = future.getSession();
            session = connected;
            pins = expected;
            if (over) {
                connected.close(true);
                return;
            }
            timer.dispose();
            timer = loop.after(
                    Duration.ofMillis(Math.max(1, deadline.toMillis() - (loop.millis() - startedAt))), this::late);
            login(connected, credentials);
        }

        private void login(ClientSession connected, Credentials credentials) {
            connected.addPublicKeyIdentity(credentials.user());
            try {
                connected.auth().addListener(future -> loop.run(() -> loggedIn(future, connected, credentials)));
            } catch (IOException | IllegalStateException e) {
                fail(ConnectFailure.Kind.DOWN, Words.of(e));
            }
        }

        private void loggedIn(AuthFuture future, ClientSession connected, Credentials credentials) {
            if (over) {
                connected.close(true);
            } else if (future.isSuccess()) {
                over = true;
                timer.dispose();
                opened.accept(connected);
            } else {
                refused(future.getException(), credentials);
            }
        }

        private void refused(@Nullable Throwable failure, Credentials credentials) {
            if (!pins.mismatch().isEmpty()) {
                fail(ConnectFailure.Kind.REFUSED, pins.mismatch());
            } else if (failure == null || isRejection(failure)) {
                fail(ConnectFailure.Kind.REFUSED, rejection(credentials));
            } else {
                fail(ConnectFailure.Kind.DOWN, "login was cut off: " + Words.of(failure));
            }
        }

        private String rejection(Credentials credentials) {
            return "user " + settings.user() + " was not accepted with the key " + credentials.userFingerprint()
                    + "; check that the user exists, may come from this address, has the policy ssh,"
                    + " and has this public key imported (/user/ssh-keys)";
        }

        private void late() {
            String step = session == null ? "no answer" : "connected, but no login";
            fail(ConnectFailure.Kind.LATE, step + " within " + Words.of(Duration.ofMillis(loop.millis() - startedAt)));
        }

        private void fail(ConnectFailure.Kind kind, String why) {
            if (over) {
                return;
            }
            over = true;
            timer.dispose();
            ClientSession half = session;
            if (half != null) {
                half.close(true);
            }
            failed.accept(new ConnectFailure(kind, settings.address() + " is not connected: " + why));
        }
    }

    private static boolean isRejection(Throwable failure) {
        return failure instanceof SshException ssh
                && ssh.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
