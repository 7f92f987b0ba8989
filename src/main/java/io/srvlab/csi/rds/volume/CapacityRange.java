package io.srvlab.csi.rds.volume;

/**
 * The sizes that satisfy a request (CSI 1.13, CapacityRange): at least {@code required}, at most {@code limit}. {@code limit}
 * is {@link #UNLIMITED} when the caller set none.
 */
public record CapacityRange(Capacity required, Capacity limit) {
    public static final Capacity UNLIMITED = new Capacity(Long.MAX_VALUE);

    public CapacityRange {
        if (required.compareTo(limit) > 0) {
            throw new Failure.OutOfRange(
                    "required " + required + " is more than the limit of " + limit,
                    "ask for a limit that is not smaller");
        }
    }

    public boolean contains(Capacity size) {
        return size.compareTo(required) >= 0 && size.compareTo(limit) <= 0;
    }
}
