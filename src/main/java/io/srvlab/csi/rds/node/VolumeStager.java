package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.mount.MountTargets;
import io.srvlab.csi.rds.volume.AccessType;
import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Brings a volume to this node and takes it away again: record, connect, mount; and back. Each step finds its own work done
 * when it is repeated. Nothing is undone on failure, because a retry goes on from there.
 */
public final class VolumeStager {
    private final StageRecords records;
    private final PathKeeper paths;
    private final PathEnd ends;
    private final StagedFilesystem filesystem;
    private final Tools tools;

    /** What staging a block volume and telling of it need besides. */
    public record Tools(MountTargets targets, VolumeReports reports) {}

    public VolumeStager(
            StageRecords records, PathKeeper paths, PathEnd ends, StagedFilesystem filesystem, Tools tools) {
        this.records = records;
        this.paths = paths;
        this.ends = ends;
        this.filesystem = filesystem;
        this.tools = tools;
    }

    public Mono<Void> stage(StageVolume request) {
        Mono<Void> steps = check(request)
                .then(paths.requireManaged(request))
                .then(admit(StageRecord.of(request)))
                .then(paths.attach(request))
                .flatMap(device -> show(request, device));
        return tools.reports().operation(request.volume(), "stage", steps);
    }

    /** A volume that is not staged is success. */
    public Mono<Void> unstage(UnstageVolume request) {
        Mono<Void> steps = records.find(request.volume())
                .flatMap(record -> requireUnpublished(record)
                        .then(filesystem.unmount(request))
                        .then(detach(request.volume(), record)))
                .then(records.remove(request.volume()))
                .then(filesystem.forget(request.volume()));
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
        if (wanted.isOlderThan(found)) {
            return Mono.error(outdated(found));
        }
        if (found.block() != wanted.block()) {
            return Mono.error(otherAccessType(found));
        }
        return found.sameUse(wanted) ? redirect(found, wanted) : restage(found, wanted);
    }

    /**
     * Told of another target for a volume that may be in use: under a shield it is moved there, and without one only when nothing
     * shows that it is used.
     */
    private Mono<Void> redirect(StageRecord found, StageRecord wanted) {
        if (!found.proven() && !found.nqn().equals(wanted.nqn())) {
            return restage(found, wanted);
        }
        return records.update(
                        found.volume(),
                        record -> found.proven()
                                ? record.movedTo(wanted)
                                : record.movedTo(wanted).arrived())
                .then();
    }

    private Mono<Void> restage(StageRecord found, StageRecord wanted) {
        return requireUnpublished(Optional.of(found))
                .then(requireNotMounted(found))
                .then(found.nqn().equals(wanted.nqn()) ? Mono.empty() : detach(found.volume(), Optional.of(found)))
                .then(records.save(wanted));
    }

    private Mono<Void> detach(VolumeId volume, Optional<StageRecord> record) {
        return ends.detach(volume, record.stream().flatMap(StageRecord::nqns).toList());
    }

    private Mono<Void> show(StageVolume request, BlockDevice device) {
        Mono<Void> remembered = paths.remember(request.volume());
        return switch (request.use().type()) {
            case AccessType.Filesystem wanted -> filesystem.mount(request, wanted, device, remembered);
            case AccessType.Block() -> remembered;
        };
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

    /** The export that it names has been closed since, for this node too. */
    private static Failure outdated(StageRecord found) {
        return new Failure.Conflict(
                "volume " + found.volume() + " is staged at a later generation than this call's publish_context has",
                "nothing was changed; the kubelet repeats the call with what its VolumeAttachment says now");
    }

    private static Failure otherAccessType(StageRecord found) {
        return new Failure.AlreadyExists(
                "volume " + found.volume() + " is staged as " + (found.block() ? "a block device" : "a filesystem"),
                "unstage it first");
    }
}
