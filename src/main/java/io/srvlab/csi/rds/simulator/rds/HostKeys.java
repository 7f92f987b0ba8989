package io.srvlab.csi.rds.simulator.rds;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;

/** Host keys: read from a file, or made from the seed, so that a simulator that starts again has the same one. */
final class HostKeys {
    private static final int RSA_BITS = 2048;
    private final long seed;

    HostKeys(long seed) {
        this.seed = seed;
    }

    /** The key in the file; one is made, and kept there, if the file is missing. */
    KeyPair load(@Nullable Path file, Unknown.HostKeyType type) {
        try {
            if (file != null && Files.exists(file)) {
                return read(file);
            }
            KeyPair key = make(type, 0);
            if (file != null) {
                write(key, file);
            }
            return key;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("no host key", broken);
        }
    }

    /** The n-th other key, for a device that changes its key. */
    KeyPair another(Unknown.HostKeyType type, int n) {
        try {
            return make(type, n);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("no host key", broken);
        }
    }

    private KeyPair make(Unknown.HostKeyType type, int n) throws GeneralSecurityException {
        // Not secret: the same seed is to give the same key, which only this generator promises.
        SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
        random.setSeed(ByteBuffer.allocate(12).putLong(seed).putInt(n).array());
        boolean rsa = type == Unknown.HostKeyType.RSA;
        KeyPairGenerator generator = SecurityUtils.getKeyPairGenerator(rsa ? "RSA" : "Ed25519");
        if (rsa) {
            generator.initialize(RSA_BITS, random);
        } else {
            generator.initialize(255, random);
        }
        return generator.generateKeyPair();
    }

    static KeyPair read(Path file) throws IOException, GeneralSecurityException {
        try (var in = Files.newInputStream(file)) {
            return SecurityUtils.loadKeyPairIdentities(null, NamedResource.ofName(file.toString()), in, null)
                    .iterator()
                    .next();
        }
    }

    private static void write(KeyPair key, Path file) throws IOException, GeneralSecurityException {
        try (var out = Files.newOutputStream(file)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "simulated host key", null, out);
        }
    }
}
