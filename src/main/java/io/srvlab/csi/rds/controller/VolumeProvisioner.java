package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.attachment.Attachment;
import io.srvlab.csi.rds.attachment.AttachmentLedger;
import io.srvlab.csi.rds.rds.Disk;
import io.srvlab.csi.rds.rds.DiskSpec;
import io.srvlab.csi.rds.rds.RdsClient;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.StorageDefaults;
import io.srvlab.csi.rds.volume.Volume;
import io.srvlab.csi.rds.volume.VolumeId;
import io.srvlab.csi.rds.volume.VolumeParameters;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Makes and deletes volumes. */
public final class VolumeProvisioner {
    private static final Logger LOG = LoggerFactory.getLogger(VolumeProvisioner.class);

    private final RdsClient rds;
    private final AttachmentLedger ledger;
    private final StorageDefaults defaults;
    private final OperationTimes times;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    public VolumeProvisioner(RdsClient rds, AttachmentLedger ledger, StorageDefaults defaults, OperationTimes times) {
        this.rds = rds;
        this.ledger = ledger;
        this.defaults = defaults;
        this.times = times;
    }

    /** Makes the volume, or finds that it is there and fits; asking again gives the same answer. */
    public Mono<Volume> create(CreateVolume request) {
        return times.observed(request.volume(), "create", Mono.defer(() -> make(request)));
    }

    /** Deletes the volume; one that does not exist is deleted. Conflict while a node holds it. */
    public Mono<Void> delete(VolumeId volume) {
        return times.observed(volume, "delete", Mono.defer(() -> {
            Attachment held = ledger.held(volume);
            return held.isHeld() ? Mono.error(inUse(volume, held)) : rds.delete(volume);
        }));
    }

    private Mono<Volume> make(CreateVolume request) {
        VolumeParameters parameters = VolumeParameters.of(request.parameters(), defaults);
        warnOnce(parameters);
        DiskSpec wanted = new DiskSpec(
                request.volume(), VolumeSizes.forNew(request.sizes()), parameters.volumePath(), parameters.nvmePort());
        return rds.create(wanted).map(disk -> volume(disk, parameters));
    }

    private Volume volume(Disk disk, VolumeParameters parameters) {
        return new Volume(
                disk.volume(),
                disk.size(),
                IssuedContext.of(disk, parameters),
                ledger.held(disk.volume()).nodes());
    }

    private void warnOnce(VolumeParameters parameters) {
        parameters.ignored().stream()
                .filter(warned::add)
                .forEach(key -> LOG.warn("StorageClass parameter {} has no effect; remove it", key));
    }

    private static Failure inUse(VolumeId volume, Attachment held) {
        return new Failure.Conflict(
                "volume " + volume + " is attached to " + Refusals.names(held.nodes()),
                "delete its pods and wait until it is detached");
    }
}
