package io.srvlab.csi.rds.simulator.rds;

import io.srvlab.csi.rds.simulator.console.ConsoleFailure;

/** How far an interrupted {@code add} got. */
public enum HalfDone {
    /** The image is there, the disk is not. */
    FILE_ONLY,
    /** The disk is there, not exported. */
    WITHOUT_EXPORT,
    /** The disk is exported, under the default NQN instead of the one that was asked for. */
    WITHOUT_NQN;

    Disk of(Disk disk) {
        return switch (this) {
            case FILE_ONLY -> disk;
            case WITHOUT_EXPORT -> disk.with("nvme-tcp-export", "no");
            case WITHOUT_NQN -> disk.with("nvme-tcp-server-nqn", disk.slot());
        };
    }

    ConsoleFailure failure() {
        return new ConsoleFailure("failure: execution error");
    }
}
