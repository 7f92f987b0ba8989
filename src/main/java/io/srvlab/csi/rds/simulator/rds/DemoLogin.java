package io.srvlab.csi.rds.simulator.rds;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;

/** A user of the simulated device with a key of its own, which is made once and kept. */
public record DemoLogin(String user, Path privateKey) {
    /** Makes a key pair below the directory, if there is none yet, and lets it in. */
    public static DemoLogin on(RdsSimulator device, String user, Path directory) {
        try {
            Path file = directory.resolve("login-key");
            KeyPair key = Files.exists(file) ? HostKeys.read(file) : make(user, file);
            device.authorize(user, PublicKeyEntry.toString(key.getPublic()));
            return new DemoLogin(user, file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the demo's key: " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no key could be made", e);
        }
    }

    private static KeyPair make(String user, Path file) throws IOException, GeneralSecurityException {
        KeyPair key = KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256);
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        Files.createDirectories(file.resolveSibling("."));
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (OutputStream out = Files.newOutputStream(draft)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, user, null, out);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        return key;
    }
}
