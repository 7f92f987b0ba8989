package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.mount.MountTargets;
import io.srvlab.csi.rds.nvme.NvmeConnector;
import io.srvlab.csi.rds.nvme.NvmeDevices;
import io.srvlab.csi.rds.volume.AccessType;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.Nqn;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Brings a volume to this node and takes it away again: record, connect, mount; and back. Each step finds its own work done
 * when it is repeated. Nothing is undone on failure, because a retry goes on from there.
 */
public final class VolumeStager {
    private final NodeName node;
    private final StageRecords records;
    private final NvmeConnector connector;
    private final NvmeDevices devices;
    private final StagedFilesystem filesystem;
    private final Tools tools;

    /** What staging a block volume and telling of it need besides. */
    public record Tools(MountTargets targets, VolumeReports reports) {}

    public VolumeStager(
            NodeName node,
            StageRecords records,
            NvmeConnector connector,
            NvmeDevices devices,
            StagedFilesystem filesystem,
            Tools tools) {
        this.node = node;
        this.records = records;
        this.connector = connector;
        this.devices = devices;
        this.filesystem = filesystem;
        this.tools = tools;
    }

    public Mono<Void> stage(StageVolume request) {
        Mono<Void> steps = check(request)
                .then(admit(StageRecord.of(request)))
                .then(connect(request))
                .flatMap(device -> show(request, device));
        return tools.reports().operation(request.volume(), "stage", steps);
    }

    /** A volume that is not staged is success. */
    public Mono<Void> unstage(UnstageVolume request) {
        Mono<Void> steps = records.find(request.volume())
                .flatMap(record -> requireUnpublished(record).thenReturn(nqn(request, record)))
                .flatMap(nqn -> filesystem.unmount(request).then(disconnect(nqn)))
                .then(records.remove(request.volume()));
        return tools.reports().operation(request.volume(), "unstage", steps);
    }

    private static Mono<Void> check(StageVolume request) {
        return Mono.fromRunnable(() -> {
            if (request.use().type() instanceof AccessType.Filesystem wanted) {
                StagedFilesystem.check(wanted);
            }
        });
    }

    /** The record is written before the connection is made: whoever cleans up after a crash must know its NQN. */
    private Mono<Void> admit(StageRecord wanted) {
        return records.find(wanted.volume())
                .flatMap(found -> found.isEmpty() ? records.save(wanted) : replace(found.get(), wanted));
    }

    private Mono<Void> replace(StageRecord found, StageRecord wanted) {
        if (found.sameAs(wanted)) {
            return Mono.empty();
        }
        if (found.block() != wanted.block()) {
            return Mono.error(otherAccessType(found));
        }
        return requireUnpublished(Optional.of(found))
                .then(requireNotMounted(found))
                .then(found.nqn().equals(wanted.nqn()) ? Mono.empty() : disconnect(found.nqn()))
                .then(records.save(wanted));
    }

    private Mono<BlockDevice> connect(StageVolume request) {
        return tools.reports()
                .connected(request.volume(), connector.connect(request.target(), request.options(), node));
    }

    private Mono<Void> show(StageVolume request, BlockDevice device) {
        return switch (request.use().type()) {
            case AccessType.Filesystem wanted -> filesystem.mount(request, wanted, device);
            case AccessType.Block() -> Mono.empty();
        };
    }

    /** What this driver may not touch it cannot have connected: then there is nothing to disconnect. */
    private Mono<Void> disconnect(Nqn nqn) {
        return connector.manages(nqn)
                ? devices.find(nqn)
                        .flatMap(Mono::justOrEmpty)
                        .flatMap(filesystem::requireUnmounted)
                        .then(connector.awaitRelease(nqn))
                        .then(connector.disconnect(nqn))
                : Mono.empty();
    }

    private Mono<Void> requireUnpublished(Optional<StageRecord> record) {
        return Flux.fromStream(() -> record.stream().flatMap(known -> known.deviceNodes().stream()))
                .filterWhen(tools.targets()::exists)
                .next()
                .flatMap(path -> Mono.error(new Failure.Conflict(
                        "the volume is still published at " + path, "unpublish it there before it is unstaged")));
    }

    private Mono<Void> requireNotMounted(StageRecord found) {
        return filesystem
                .isMountedAt(found.stagingPath())
                .flatMap(mounted -> mounted
                        ? Mono.error(new Failure.Conflict(
                                "the volume is staged at " + found.stagingPath() + " from " + found.nqn(),
                                "unstage it there first"))
                        : Mono.empty());
    }

    private static Nqn nqn(UnstageVolume request, Optional<StageRecord> record) {
        return record.map(StageRecord::nqn).orElseGet(() -> Nqn.of(request.volume()));
    }

    private static Failure otherAccessType(StageRecord found) {
        return new Failure.AlreadyExists(
                "volume " + found.volume() + " is staged as " + (found.block() ? "a block device" : "a filesystem"),
                "unstage it first");
    }
}
