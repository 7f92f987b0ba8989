package io.srvlab.csi.rds.simulator.rds;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.core.CoreModuleProperties;

/** An ordinary SSH client with one ed25519 key. */
final class TestClient implements AutoCloseable {
    static final Duration DEADLINE = Duration.ofSeconds(10);
    private final SshClient client = SshClient.setUpDefaultClient();
    private final KeyPair key;

    record Answered(String out, String error, Integer status) {}

    TestClient(String keyType, int bits) {
        try {
            key = KeyUtils.generateKeyPair(keyType, bits);
        } catch (java.security.GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
        client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
        client.setNioWorkers(2);
        CoreModuleProperties.TCP_NODELAY.set(client, true);
        client.start();
    }

    static TestClient ed25519() {
        return new TestClient("ssh-ed25519", 256);
    }

    String publicKey() {
        return PublicKeyEntry.toString(key.getPublic());
    }

    void savePrivateKey(java.nio.file.Path file) throws IOException {
        try (var out = java.nio.file.Files.newOutputStream(file)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", null, out);
        } catch (java.security.GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
        java.nio.file.Files.setPosixFilePermissions(
                file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    }

    ClientSession connect(String login, int port) throws IOException {
        ClientSession session =
                client.connect(login, "127.0.0.1", port).verify(DEADLINE).getSession();
        session.addPublicKeyIdentity(key);
        session.auth().verify(DEADLINE);
        return session;
    }

    static Answered run(ClientSession session, String line) throws IOException {
        return run(session, line, DEADLINE);
    }

    /** With a password instead of the key. */
    ClientSession connect(String login, String password, int port) throws IOException {
        ClientSession session =
                client.connect(login, "127.0.0.1", port).verify(DEADLINE).getSession();
        session.addPasswordIdentity(password);
        session.auth().verify(DEADLINE);
        return session;
    }

    static Answered run(ClientSession session, String line, Duration patience) throws IOException {
        return run(session, line, patience, new ByteArrayOutputStream());
    }

    /** The output as it came, in an encoding or none. */
    static byte[] bytes(ClientSession session, String line) throws IOException {
        var out = new ByteArrayOutputStream();
        run(session, line, DEADLINE, out);
        return out.toByteArray();
    }

    private static Answered run(ClientSession session, String line, Duration patience, ByteArrayOutputStream out)
            throws IOException {
        try (ChannelExec channel = session.createExecChannel(line)) {
            var error = new ByteArrayOutputStream();
            channel.setOut(out);
            channel.setErr(error);
            channel.open().verify(patience);
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), patience);
            return new Answered(text(out), text(error), channel.getExitStatus());
        }
    }

    /** Starts them all before it waits for any. */
    static List<String> runAtOnce(ClientSession session, List<String> lines) throws IOException {
        var channels = new java.util.ArrayList<ChannelExec>();
        var outs = new java.util.ArrayList<ByteArrayOutputStream>();
        for (String line : lines) {
            ChannelExec channel = session.createExecChannel(line);
            var out = new ByteArrayOutputStream();
            channel.setOut(out);
            channel.setErr(new ByteArrayOutputStream());
            channel.open().verify(DEADLINE);
            channels.add(channel);
            outs.add(out);
        }
        for (ChannelExec channel : channels) {
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), DEADLINE);
        }
        return outs.stream().map(TestClient::text).toList();
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.stop();
    }
}
