package io.srvlab.csi.rds.nvme;

import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.VolumeId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/**
 * A volume's map as sysfs shows it. {@code paths}: the devices below it by number, an empty text for one that is gone; two while
 * a table is loaded that is not in use yet. Only {@link ShieldMaps} makes one, from a device whose UUID is ours.
 */
public record ShieldMap(String name, BlockDevice device, boolean suspended, Set<String> paths) {
    private static final String PREFIX = "rds-csi-";

    /** The kernel takes 127 characters. */
    private static final int LONGEST = 119;

    private static final int KEPT = 80;

    public ShieldMap {
        paths = Set.copyOf(paths);
    }

    /** The map's name and also its UUID, by which it is known for this driver's; a volume's NQN may change, its id does not. */
    public static String nameOf(VolumeId volume) {
        String id = volume.value();
        return PREFIX + (id.length() <= LONGEST ? id : id.substring(0, KEPT) + "-" + hash(id));
    }

    static boolean isOurs(String uuid) {
        return uuid.startsWith(PREFIX);
    }

    /** Whether reads and writes go to that device. */
    public boolean isOn(BlockDevice head) {
        return !suspended && leadsTo(head);
    }

    /** Whether that device is the path, even while reads and writes are held. */
    public boolean leadsTo(BlockDevice head) {
        return paths.equals(Set.of(head.majorMinor()));
    }

    /** Whether no table was put to work: making it was interrupted, and nobody has ever used it. The device below counts as used all the same. */
    public boolean blank() {
        return device.size().bytes() == 0;
    }

    public Capacity size() {
        return device.size();
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
