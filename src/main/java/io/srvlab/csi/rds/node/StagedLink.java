package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.volume.ConnectOptions;
import io.srvlab.csi.rds.volume.NvmeTarget;
import org.jspecify.annotations.Nullable;

/**
 * Where a staged volume is connected to, kept so that a connection the kernel has given up can be made again. {@code generation}:
 * that of the holders to whom the export was opened, or zero. {@code former}: where it was connected before, as long as that may
 * still be connected too.
 */
record StagedLink(
        NvmeTarget target,
        ConnectOptions options,
        long generation,
        @Nullable NvmeTarget former) {
    static StagedLink of(StageVolume request) {
        return new StagedLink(
                request.target(), request.options(), request.granted().generation(), null);
    }

    /** Told by a controller of a time before the other, as a context that was kept too long is. */
    boolean isOlderThan(StagedLink other) {
        return generation > 0 && generation < other.generation;
    }

    boolean sameTarget(StagedLink other) {
        return target.equals(other.target);
    }

    /** On the way from another target to this one. */
    StagedLink comingFrom(StagedLink other) {
        return new StagedLink(target, options, generation, sameTarget(other) ? other.former : other.target);
    }

    StagedLink arrived() {
        return new StagedLink(target, options, generation, null);
    }

    /** Whether the former connection has another NQN, and so another device. */
    boolean changesNqn() {
        return former != null && !former.nqn().equals(target.nqn());
    }
}
