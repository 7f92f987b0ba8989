package io.srvlab.csi.rds.volume;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The CSI volume id, which is also the CreateVolume name, the PersistentVolume's volumeHandle and (where the device can hold
 * it) the slot. A well-formed id need not exist; an id that nobody can have issued is NotFound, so that deleting it succeeds.
 */
public record VolumeId(String value) {
    /** CSI 1.13, "Size Limits": 128 bytes. */
    public static final int MAX_LENGTH = 128;

    private static final Pattern POSSIBLE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,127}");
    private static final String UUID = "[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}";
    private static final Pattern PROVISIONED = Pattern.compile("pvc-" + UUID);
    private static final Pattern BARE_UUID = Pattern.compile("(?i)" + UUID);

    public VolumeId {
        if (!POSSIBLE.matcher(value).matches()) {
            throw new Failure.NotFound(
                    "no volume '" + printable(value) + "' can exist here", "use a PersistentVolume's volumeHandle");
        }
    }

    /**
     * The id of a volume that is to be made. The rules are those of the driver that came before (pvc- only with a lower-case
     * UUID, no bare UUID), so that the ids of both never mean different things.
     */
    public static VolumeId named(String name) {
        boolean allowed = PROVISIONED.matcher(name).matches()
                || (POSSIBLE.matcher(name).matches()
                        && !name.startsWith("pvc-")
                        && !BARE_UUID.matcher(name).matches());
        if (!allowed) {
            throw new Failure.InvalidRequest(
                    "volume name '" + printable(name) + "' is not allowed",
                    "use pvc-<lower-case uuid>, or up to 128 letters, digits and hyphens that do not begin with pvc-");
        }
        return new VolumeId(name);
    }

    /** Whether it is {@code pvc-} and a lower-case UUID, as the external-provisioner makes them. */
    public boolean isProvisioned() {
        return PROVISIONED.matcher(value).matches();
    }

    public String lowerCase() {
        return value.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return value;
    }

    private static String printable(String text) {
        String clean = text.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.length() <= MAX_LENGTH ? clean : clean.substring(0, MAX_LENGTH) + "...";
    }
}
