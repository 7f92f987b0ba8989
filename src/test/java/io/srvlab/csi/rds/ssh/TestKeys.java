package io.srvlab.csi.rds.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;

/** Keys made once per test run. */
final class TestKeys {
    private static final KeyPair RSA = make("ssh-rsa", 2048);
    private static final KeyPair OTHER = make("ssh-rsa", 2048);
    private static final KeyPair USER = make("ssh-ed25519", 256);
    private static final Path USER_FILE = write(USER);

    private TestKeys() {}

    static KeyPair rsa() {
        return RSA;
    }

    static KeyPair other() {
        return OTHER;
    }

    static KeyPair user() {
        return USER;
    }

    static Path userFile() {
        return USER_FILE;
    }

    static KeyPair make(String type, int size) {
        try {
            return KeyUtils.generateKeyPair(type, size);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Path write(KeyPair pair) {
        try {
            Path file = Files.createTempFile("user", ".key");
            file.toFile().deleteOnExit();
            try (OutputStream out = Files.newOutputStream(file)) {
                OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "test", null, out);
            }
            return file;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
