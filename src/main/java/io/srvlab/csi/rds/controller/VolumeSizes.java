package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.CapacityRange;
import io.srvlab.csi.rds.volume.Failure;

/** The sizes that volumes can have. */
final class VolumeSizes {
    static final Capacity SMALLEST = Capacity.ofGibibytes(1);
    static final Capacity LARGEST = Capacity.ofGibibytes(16 * 1024L);

    private VolumeSizes() {}

    /** What a new volume is made with: at least the smallest size, whole mebibytes, within the limit. */
    static CapacityRange forNew(CapacityRange asked) {
        Capacity required = asked.required().compareTo(SMALLEST) < 0 ? SMALLEST : asked.required();
        return new CapacityRange(rounded(required), asked.limit());
    }

    /** What a volume grows to; unlike a new one, nothing is raised in silence. */
    static CapacityRange forGrown(CapacityRange asked) {
        if (asked.required().bytes() == 0) {
            throw new Failure.InvalidRequest("no size to grow to is given", "set capacity_range.required_bytes");
        }
        if (asked.required().compareTo(SMALLEST) < 0) {
            throw new Failure.OutOfRange(
                    "required " + asked.required() + " is less than the smallest volume", "ask for " + SMALLEST);
        }
        return new CapacityRange(rounded(asked.required()), asked.limit());
    }

    private static Capacity rounded(Capacity required) {
        if (required.compareTo(LARGEST) > 0) {
            throw new Failure.OutOfRange(
                    "required " + required + " is more than the largest volume", "ask for at most " + LARGEST);
        }
        return required.roundedUpToMebibyte();
    }
}
