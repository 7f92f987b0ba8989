package io.srvlab.csi.rds.simulator.rds;

import java.util.List;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.mac.Mac;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;

/** Key exchanges, ciphers, MACs and signatures as the switch says; ECDSA is never among them. */
final class SshAlgorithmChoice {
    private SshAlgorithmChoice() {}

    static void offer(SshServer server, Unknown.SshAlgorithms choice) {
        server.setKeyExchangeFactories(
                NamedFactory.setUpTransformedFactories(true, exchanges(choice), ServerBuilder.DH2KEX));
        server.setCipherFactories(ciphers(choice));
        server.setMacFactories(macs(choice));
        server.setSignatureFactories(List.of(
                BuiltinSignatures.ed25519,
                BuiltinSignatures.rsaSHA512,
                BuiltinSignatures.rsaSHA256,
                BuiltinSignatures.rsa));
    }

    private static List<BuiltinDHFactories> exchanges(Unknown.SshAlgorithms choice) {
        return switch (choice) {
            case MODERN ->
                List.of(
                        BuiltinDHFactories.curve25519,
                        BuiltinDHFactories.curve25519_libssh,
                        BuiltinDHFactories.dhg14_256);
            case STRONG_CRYPTO -> List.of(BuiltinDHFactories.dhg14_256);
            case OLD -> List.of(BuiltinDHFactories.dhg14_256, BuiltinDHFactories.dhgex256);
        };
    }

    private static List<NamedFactory<Cipher>> ciphers(Unknown.SshAlgorithms choice) {
        return switch (choice) {
            case MODERN ->
                List.of(
                        BuiltinCiphers.aes256gcm,
                        BuiltinCiphers.aes128gcm,
                        BuiltinCiphers.aes256ctr,
                        BuiltinCiphers.aes192ctr,
                        BuiltinCiphers.aes128ctr);
            case STRONG_CRYPTO -> List.of(BuiltinCiphers.aes256ctr, BuiltinCiphers.aes192ctr);
            case OLD -> List.of(BuiltinCiphers.aes128ctr, BuiltinCiphers.aes128cbc);
        };
    }

    private static List<NamedFactory<Mac>> macs(Unknown.SshAlgorithms choice) {
        return choice == Unknown.SshAlgorithms.OLD
                ? List.of(BuiltinMacs.hmacsha256, BuiltinMacs.hmacsha1)
                : List.of(BuiltinMacs.hmacsha256, BuiltinMacs.hmacsha512);
    }
}
