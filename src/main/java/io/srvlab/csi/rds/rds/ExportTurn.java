package io.srvlab.csi.rds.rds;

/**
 * The generation that a change of an export expects on the device, and the one that it leaves there. The device makes the change
 * only when it stands at either of them: at {@code next} when this very change is repeated after its answer was lost.
 */
public record ExportTurn(long expected, long next) {
    public ExportTurn {
        if (expected < 0 || next < expected) {
            throw new IllegalArgumentException("no generation follows from " + expected + " to " + next);
        }
    }

    /** Whatever is done leaves the generation as it is. */
    public static ExportTurn at(long generation) {
        return new ExportTurn(generation, generation);
    }
}
