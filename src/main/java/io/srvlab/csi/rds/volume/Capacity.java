package io.srvlab.csi.rds.volume;

/** A size in bytes, never negative. */
public record Capacity(long bytes) implements Comparable<Capacity> {
    private static final long MEBIBYTE = 1L << 20;

    public Capacity {
        if (bytes < 0) {
            throw new Failure.OutOfRange("a size of " + bytes + " bytes is negative", "ask for a positive size");
        }
    }

    public static Capacity ofMebibytes(long mebibytes) {
        return new Capacity(Math.multiplyExact(mebibytes, MEBIBYTE));
    }

    public static Capacity ofGibibytes(long gibibytes) {
        return ofMebibytes(Math.multiplyExact(gibibytes, 1024L));
    }

    /** The next whole mebibyte: what the device is asked for, so that no filesystem or sector size cuts a volume short. */
    public Capacity roundedUpToMebibyte() {
        long over = bytes % MEBIBYTE;
        return over == 0 ? this : new Capacity(Math.addExact(bytes, MEBIBYTE - over));
    }

    @Override
    public int compareTo(Capacity other) {
        return Long.compare(bytes, other.bytes);
    }

    @Override
    public String toString() {
        return bytes + " bytes";
    }
}
