package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.attachment.AttachmentRecords;
import io.srvlab.csi.rds.attachment.Recorded;
import io.srvlab.csi.rds.rds.Disk;
import io.srvlab.csi.rds.rds.DiskSpec;
import io.srvlab.csi.rds.rds.RdsClient;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.StorageDefaults;
import io.srvlab.csi.rds.volume.Volume;
import io.srvlab.csi.rds.volume.VolumeId;
import io.srvlab.csi.rds.volume.VolumeParameters;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Makes and deletes volumes. */
public final class VolumeProvisioner {
    private static final Logger LOG = LoggerFactory.getLogger(VolumeProvisioner.class);

    private final RdsClient rds;
    private final AttachmentRecords records;
    private final StorageDefaults defaults;
    private final OperationTimes times;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    public VolumeProvisioner(RdsClient rds, AttachmentRecords records, StorageDefaults defaults, OperationTimes times) {
        this.rds = rds;
        this.records = records;
        this.defaults = defaults;
        this.times = times;
    }

    /** Makes the volume, or finds that it is there and fits; asking again gives the same answer. */
    public Mono<Volume> create(CreateVolume request) {
        return times.observed(request.volume(), "create", Mono.defer(() -> make(request)));
    }

    /** Deletes the volume; one that does not exist is deleted. Conflict while a node holds it. */
    public Mono<Void> delete(VolumeId volume) {
        return times.observed(
                volume,
                "delete",
                Seen.decide(seen -> records.read(volume).flatMap(recorded -> remove(recorded, seen))));
    }

    private Mono<Void> remove(Recorded recorded, Seen seen) {
        return recorded.holders().isEmpty()
                ? rds.delete(
                        recorded.volume(), seen.staying(recorded.attachment().generation()))
                : Mono.error(inUse(recorded));
    }

    private Mono<Volume> make(CreateVolume request) {
        VolumeParameters parameters = VolumeParameters.of(request.parameters(), defaults);
        warnOnce(parameters);
        DiskSpec wanted = new DiskSpec(
                request.volume(), VolumeSizes.forNew(request.sizes()), parameters.volumePath(), parameters.nvmePort());
        return rds.create(wanted).map(disk -> volume(disk, parameters));
    }

    private Volume volume(Disk disk, VolumeParameters parameters) {
        return new Volume(disk.volume(), disk.size(), IssuedContext.of(disk, parameters), List.of());
    }

    private void warnOnce(VolumeParameters parameters) {
        parameters.ignored().stream()
                .filter(warned::add)
                .forEach(key -> LOG.warn("StorageClass parameter {} has no effect; remove it", key));
    }

    private static Failure inUse(Recorded recorded) {
        return new Failure.Conflict(
                "volume " + recorded.volume() + " is attached to " + Refusals.names(recorded.holders()),
                "delete its pods and wait until it is detached");
    }
}
