package io.srvlab.csi.rds.volume;

/** How a volume is doing, as far as whoever was asked can see. */
public sealed interface Health {
    /** Nothing is known to be wrong. */
    record Sound() implements Health {}

    /** Something is wrong: {@code reason} is one CamelCase word for machines, {@code message} a sentence for people. */
    record Ailing(Severity severity, String reason, String message) implements Health {}

    /** What an ailment means for the data (CSI 1.13, VolumeHealthErrorType). */
    enum Severity {
        DEGRADED,
        INACCESSIBLE,
        DATA_LOSS
    }
}
