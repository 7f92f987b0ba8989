package io.srvlab.csi.rds.routeros;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A RouterOS release as the device words it: {@code 7.24.4 (stable)}, {@code 7.21beta2}. */
public record RouterOsVersion(int major, int minor, String text) {
    private static final Pattern RELEASE = Pattern.compile("\\s*v?([0-9]{1,3})\\.([0-9]{1,4})(?![0-9]).*");

    public static RouterOsVersion parse(String text) {
        Matcher release = RELEASE.matcher(text);
        if (!release.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no RouterOS version");
        }
        return new RouterOsVersion(
                Integer.parseInt(release.group(1)), Integer.parseInt(release.group(2)), text.strip());
    }

    /** Betas and release candidates count as their release: they know its words. */
    public boolean atLeast(int otherMajor, int otherMinor) {
        return major > otherMajor || (major == otherMajor && minor >= otherMinor);
    }

    @Override
    public String toString() {
        return text;
    }
}
