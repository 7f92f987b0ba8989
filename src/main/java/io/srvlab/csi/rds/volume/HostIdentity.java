package io.srvlab.csi.rds.volume;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Who this node is to an NVMe target: computed from the node's name, so that it survives reinstallation and is known to a
 * controller that has never talked to the node. Files under /etc/nvme, often cloned with a machine's image, are not read.
 */
public record HostIdentity(UUID id) {
    /** RFC 4122, appendix C: the name space for domain names. */
    private static final UUID NAMES = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

    public static HostIdentity of(NodeName node) {
        byte[] hash = sha1(
                ByteBuffer.allocate(16)
                        .putLong(NAMES.getMostSignificantBits())
                        .putLong(NAMES.getLeastSignificantBits())
                        .array(),
                node.value().getBytes(StandardCharsets.UTF_8));
        ByteBuffer bits = ByteBuffer.wrap(hash);
        long high = (bits.getLong() & ~0xf000L) | 0x5000L;
        long low = (bits.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new HostIdentity(new UUID(high, low));
    }

    /** The host NQN in the form that the NVMe Base Specification gives to UUIDs. */
    public String nqn() {
        return "nqn.2014-08.org.nvmexpress:uuid:" + id;
    }

    private static byte[] sha1(byte[] space, byte[] name) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(space);
            return digest.digest(name);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-1", impossible);
        }
    }
}
