package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.rds.RdsClient;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.StorageDefaults;
import io.srvlab.csi.rds.volume.VolumeParameters;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Says how much can still be provisioned. */
public final class CapacityReport {
    /** Room in all, and the bounds of one volume. */
    public record Room(Capacity available, Capacity largestVolume, Capacity smallestVolume) {}

    private final RdsClient rds;
    private final StorageDefaults defaults;

    public CapacityReport(RdsClient rds, StorageDefaults defaults) {
        this.rds = rds;
        this.defaults = defaults;
    }

    /** The room for volumes of a StorageClass with these parameters; all of them share one pool. */
    public Mono<Room> report(Map<String, String> parameters) {
        return Mono.defer(() -> {
            VolumeParameters.of(parameters, defaults);
            return rds.inventory().map(inventory -> room(inventory.pool().available()));
        });
    }

    static Room room(Capacity available) {
        Capacity largest = available.compareTo(VolumeSizes.LARGEST) < 0 ? available : VolumeSizes.LARGEST;
        return new Room(available, largest, VolumeSizes.SMALLEST);
    }
}
