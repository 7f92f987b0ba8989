package io.srvlab.csi.rds.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.digest.BuiltinDigests;

/** A public key that the RDS may prove to hold; several are pinned while one is being replaced. */
public record HostKey(PublicKey key) {
    private static final Pattern LINE = Pattern.compile("(ssh-|ecdsa-)[a-z0-9-]+ +\\S+.*");

    /** Key lines, or the path of a file with such lines; empty lines and those with # do not count. Reads the file: blocks. */
    static List<HostKey> load(String setting) throws IOException, GeneralSecurityException {
        boolean inline = LINE.matcher(setting.strip()).lookingAt();
        List<HostKey> keys = parse(inline ? setting : read(setting.strip()));
        if (keys.isEmpty()) {
            throw new GeneralSecurityException(
                    "rds-csi.rds.host-key '" + setting + "' holds no host key; give lines like 'ssh-rsa AAAA…'");
        }
        return keys;
    }

    private static String read(String file) throws IOException {
        try {
            return Files.readString(Path.of(file));
        } catch (NoSuchFileException _) {
            throw new IOException("rds-csi.rds.host-key '" + file
                    + "' is neither a public key line such as 'ssh-rsa AAAA…' nor a file that exists");
        }
    }

    /** The keys of OpenSSH public key lines. */
    public static List<HostKey> parse(String lines) throws GeneralSecurityException {
        List<HostKey> keys = new ArrayList<>();
        for (String line : lines.lines().map(String::strip).toList()) {
            if (!line.isEmpty() && !line.startsWith("#")) {
                keys.add(parseLine(line));
            }
        }
        return List.copyOf(keys);
    }

    private static HostKey parseLine(String line) throws GeneralSecurityException {
        if (!LINE.matcher(line).matches()) {
            throw new GeneralSecurityException(
                    "'" + line + "' is no OpenSSH public key; give a line like 'ssh-rsa AAAA…'");
        }
        try {
            AuthorizedKeyEntry entry = AuthorizedKeyEntry.parseAuthorizedKeyEntry(line);
            return new HostKey(entry.resolvePublicKey(null, PublicKeyEntryResolver.FAILING));
        } catch (IllegalArgumentException | IOException e) {
            throw new GeneralSecurityException("'" + line + "' is no OpenSSH public key: " + e.getMessage(), e);
        }
    }

    /** {@code SHA256:…}, as OpenSSH prints it. */
    public String fingerprint() {
        return KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
    }

    boolean matches(PublicKey other) {
        return KeyUtils.compareKeys(key, other);
    }

    /** The signature algorithms by which this key can be proven; SHA-1 is not among them. */
    Set<String> signatures() {
        String type = KeyUtils.getKeyType(key);
        return type.equals("ssh-rsa") ? new TreeSet<>(Set.of("rsa-sha2-256", "rsa-sha2-512")) : Set.of(type);
    }
}
