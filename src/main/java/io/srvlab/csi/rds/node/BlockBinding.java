package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.mount.DeviceNode;
import io.srvlab.csi.rds.mount.DeviceNodes;
import io.srvlab.csi.rds.mount.MountTargets;
import io.srvlab.csi.rds.volume.AccessMode;
import io.srvlab.csi.rds.volume.BlockDevice;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Publishes a block volume: a device node at the target, recorded because no mount table shows it. */
public final class BlockBinding {
    private final StageRecords records;
    private final DeviceNodes nodes;
    private final MountTargets targets;

    public BlockBinding(StageRecords records, DeviceNodes nodes, MountTargets targets) {
        this.records = records;
        this.nodes = nodes;
        this.targets = targets;
    }

    Mono<Void> publish(PublishOnNode request, StageRecord record, BlockDevice device) {
        return nodes.at(request.targetPath())
                .flatMap(found -> found.isPresent()
                        ? compare(request, record, found.get(), device)
                        : make(request, record, device));
    }

    /**
     * Numbers change with every connection, and the old ones may be another volume's by now: such a node is replaced, and so is one whose
     * making was interrupted.
     */
    private Mono<Void> compare(PublishOnNode request, StageRecord record, DeviceNode found, BlockDevice device) {
        if (!found.majorMinor().equals(device.majorMinor()) || found.unfinished()) {
            return targets.remove(request.targetPath()).then(make(request, record, device));
        }
        return VolumeBinder.differs(request, found.readOnly())
                ? Mono.error(VolumeBinder.otherAccess(request, found.readOnly()))
                : published(request);
    }

    private Mono<Void> make(PublishOnNode request, StageRecord record, BlockDevice device) {
        return requireFirst(request, record)
                .then(published(request))
                .then(nodes.make(device, request.targetPath(), request.readOnly()));
    }

    private Mono<Void> published(PublishOnNode request) {
        return records.update(request.volume(), record -> record.with(request.targetPath()))
                .then();
    }

    private Mono<Void> requireFirst(PublishOnNode request, StageRecord record) {
        return Flux.fromIterable(record.deviceNodes())
                .filter(path -> request.use().mode() == AccessMode.SINGLE_NODE_SINGLE_WRITER)
                .filter(path -> !path.equals(request.targetPath()))
                .filterWhen(targets::exists)
                .next()
                .flatMap(path -> Mono.error(VolumeBinder.secondTarget(request, path)));
    }
}
