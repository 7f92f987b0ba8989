package io.srvlab.csi.rds.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Base64;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong settings are refused with a sentence, and keys are read in the forms that people have. */
class SshSettingsTest {
    @Test
    void aWrongSettingIsRefusedByName() {
        assertThatThrownBy(() -> settings("", 22, "+cet512w")).hasMessageContaining("host is empty");
        assertThatThrownBy(() -> settings("rds", 0, "")).hasMessageContaining("port 0");
        assertThatThrownBy(() -> settings("rds", 22, "cet")).hasMessageContaining("login-suffix 'cet'");
        assertThat(settings("::1", 22, "+cet512w").address()).isEqualTo("[::1]:22");
        assertThat(settings("rds", 22, "+cet512w").login()).isEqualTo("csi+cet512w");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssh-ed25519", "ssh-rsa"})
    void aPrivateKeyIsReadFromOpenSshAndPemFiles(String type, @TempDir Path folder)
            throws IOException, GeneralSecurityException {
        KeyPair pair = TestKeys.make(type, type.equals("ssh-rsa") ? 2048 : 256);
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(pair.getPrivate().getEncoded());
        Path pem = Files.writeString(
                folder.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
        for (Path file : new Path[] {pem, TestKeys.write(pair)}) {
            Credentials read = Credentials.load(settings(file));
            assertThat(read.userFingerprint()).isEqualTo(new HostKey(pair.getPublic()).fingerprint());
        }
    }

    @Test
    void anEcdsaKeyIsRefusedBecauseTheDeviceWould() {
        Path file = TestKeys.write(TestKeys.make("ecdsa-sha2-nistp256", 256));
        assertThatThrownBy(() -> Credentials.load(settings(file))).hasMessageContaining("ECDSA");
    }

    @Test
    void pinnedKeysMayStandInAFile(@TempDir Path folder) throws IOException, GeneralSecurityException {
        String line = PublicKeyEntry.toString(TestKeys.rsa().getPublic());
        Path file = Files.writeString(folder.resolve("known"), "# RDS\n" + line + " rds\n\n");
        assertThat(HostKey.load(file.toString()))
                .extracting(HostKey::fingerprint)
                .containsExactly(HostKey.load(line).getFirst().fingerprint());
        assertThat(HostKey.load(line).getFirst().fingerprint()).startsWith("SHA256:");
        assertThatThrownBy(() -> HostKey.parse("ssh-rsa rubbish")).isInstanceOf(GeneralSecurityException.class);
    }

    private static SshSettings settings(Path key) {
        String pin = PublicKeyEntry.toString(TestKeys.rsa().getPublic());
        return settings("rds", 22, "", key, pin);
    }

    private static SshSettings settings(String host, int port, String suffix) {
        return settings(host, port, suffix, Path.of("key"), "ssh-rsa AAAA");
    }

    private static SshSettings settings(String host, int port, String suffix, Path key, String pin) {
        Duration time = Duration.ofSeconds(10);
        return new SshSettings(
                host,
                port,
                "csi",
                key,
                pin,
                suffix,
                SshSettings.Replies.AUTO,
                new SshSettings.Sessions(16, 1, 4096, time),
                new SshSettings.Deadlines(time, time, time, time));
    }
}
