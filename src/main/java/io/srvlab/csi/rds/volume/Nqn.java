package io.srvlab.csi.rds.volume;

import java.util.Optional;
import java.util.regex.Pattern;

/** An NVMe qualified name (NVMe Base Specification 2.0, 4.5): at most 223 bytes, here always lower case. */
public record Nqn(String value) {
    /** The prefix under which volumes have been exported since the prior driver; compatibility, never a default for clean-up. */
    public static final String VOLUME_PREFIX = "nqn.2000-02.com.mikrotik:";

    /** Between a volume's own NQN and the number of its rotation: a volume id has no dot. */
    public static final String ROTATION = ".g";

    private static final int LONGEST = 223;
    private static final Pattern ROTATED = Pattern.compile(Pattern.quote(ROTATION) + "[0-9]+$");

    private static final Pattern ALLOWED = Pattern.compile("nqn\\.[0-9]{4}-[0-9]{2}\\.[a-z0-9.-]+:[a-z0-9._:-]+");

    public Nqn {
        if (!isOne(value)) {
            throw new Failure.InvalidRequest(
                    "'" + value.replaceAll("[^\\x20-\\x7e]", "?") + "' is not an NQN", "use nqn.yyyy-mm.domain:name");
        }
    }

    /** The NQN under which the volume is exported unless it has been rotated. */
    public static Nqn of(VolumeId volume) {
        return new Nqn(VOLUME_PREFIX + volume.lowerCase());
    }

    /** The NQN under which the volume comes back when a node may still know the one before; no volume's own looks like it. */
    public static Nqn rotated(VolumeId volume, String rotation) {
        return new Nqn(of(volume).value() + ROTATION + rotation);
    }

    /** What a kernel shows as one may be none: disks of the machine's own have whatever name their maker gave them. */
    public static Optional<Nqn> in(String text) {
        return isOne(text) ? Optional.of(new Nqn(text)) : Optional.empty();
    }

    private static boolean isOne(String text) {
        return text.length() <= LONGEST && ALLOWED.matcher(text).matches();
    }

    /** Whether it is the volume's, rotated or not. */
    public boolean isOf(VolumeId volume) {
        return unrotated().equals(of(volume));
    }

    /** The same without its rotation. */
    public Nqn unrotated() {
        return new Nqn(ROTATED.matcher(value).replaceFirst(""));
    }

    @Override
    public String toString() {
        return value;
    }
}
