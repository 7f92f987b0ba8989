package io.srvlab.csi.rds.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.util.security.SecurityUtils;

/** The user's key pair and the pinned host keys, as they are on disk now: a rotated secret is used at the next connection. */
record Credentials(KeyPair user, List<HostKey> pinned) {
    /** Reads files: blocks. */
    static Credentials load(SshSettings settings) throws IOException, GeneralSecurityException {
        return new Credentials(userKey(settings.privateKeyFile()), HostKey.load(settings.hostKey()));
    }

    private static KeyPair userKey(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            Iterable<KeyPair> pairs = SecurityUtils.loadKeyPairIdentities(
                    null, NamedResource.ofName("" + file), in, FilePasswordProvider.EMPTY);
            if (pairs != null && pairs.iterator().hasNext()) {
                return accepted(file, pairs.iterator().next());
            }
            throw new GeneralSecurityException("rds-csi.rds.private-key-file " + file
                    + " holds no private key without a passphrase; give ed25519 or RSA");
        } catch (NoSuchFileException _) {
            throw new IOException("rds-csi.rds.private-key-file " + file + " does not exist; mount the Secret with it");
        }
    }

    private static KeyPair accepted(Path file, KeyPair pair) throws GeneralSecurityException {
        if (KeyUtils.getKeyType(pair).startsWith("ecdsa")) {
            throw new GeneralSecurityException("rds-csi.rds.private-key-file " + file
                    + " is an ECDSA key, which RouterOS never accepts; give ed25519 or RSA");
        }
        return pair;
    }

    String userFingerprint() {
        return KeyUtils.getFingerPrint(BuiltinDigests.sha256, user.getPublic());
    }
}
