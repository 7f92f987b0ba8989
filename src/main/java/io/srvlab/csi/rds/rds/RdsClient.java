package io.srvlab.csi.rds.rds;

import io.srvlab.csi.rds.volume.CapacityRange;
import io.srvlab.csi.rds.volume.VolumeId;
import reactor.core.publisher.Mono;

/**
 * Volumes on one ROSE Data Server. Every call is idempotent, costs one round trip when nothing goes wrong, succeeds only after
 * reading back, and fails with a {@link io.srvlab.csi.rds.volume.Failure}. One client per box; nothing here is static.
 */
public final class RdsClient {
    /** Finds the volume's disk and compares it, or makes it; its export is off. AlreadyExists when another size or path stands. */
    public Mono<Disk> create(DiskSpec spec) {
        return Mono.error(new UnsupportedOperationException(spec.toString()));
    }

    /** Switches the export off, removes the disk item, then the file; absent is success. Conflict when it is not ours. */
    public Mono<Void> delete(VolumeId volume) {
        return Mono.error(new UnsupportedOperationException(volume.toString()));
    }

    /** Grows to the range when smaller. {@code published} decides whether the configured way of growing is possible now. */
    public Mono<Disk> grow(VolumeId volume, CapacityRange sizes, boolean published) {
        return Mono.error(new UnsupportedOperationException(volume.toString() + sizes + published));
    }

    /** Switches the export on, with our NQN, port and mount-filesystem=no. NotFound when there is no such disk. */
    public Mono<Disk> openExport(VolumeId volume) {
        return Mono.error(new UnsupportedOperationException(volume.toString()));
    }

    /** Switches the export off; absent is success. */
    public Mono<Void> closeExport(VolumeId volume) {
        return Mono.error(new UnsupportedOperationException(volume.toString()));
    }

    /** The volume's disk, or NotFound when the device answered that there is none. */
    public Mono<Disk> find(VolumeId volume) {
        return Mono.error(new UnsupportedOperationException(volume.toString()));
    }

    /** All our disks and the pool; callers that wait at the same time share one read. */
    public Mono<Inventory> inventory() {
        return Mono.error(new UnsupportedOperationException());
    }
}
