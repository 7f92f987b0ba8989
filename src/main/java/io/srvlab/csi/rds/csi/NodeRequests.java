package io.srvlab.csi.rds.csi;

import csi.v1.Csi;
import io.srvlab.csi.rds.node.CheckHealth;
import io.srvlab.csi.rds.node.ExpandOnNode;
import io.srvlab.csi.rds.node.MeasureVolume;
import io.srvlab.csi.rds.node.PublishOnNode;
import io.srvlab.csi.rds.node.StageVolume;
import io.srvlab.csi.rds.node.UnpublishFromNode;
import io.srvlab.csi.rds.node.UnstageVolume;
import io.srvlab.csi.rds.volume.AccessType;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeContext;
import io.srvlab.csi.rds.volume.VolumeId;
import io.srvlab.csi.rds.volume.VolumeUse;
import java.nio.file.Path;
import java.util.Map;

/** The node's requests, from protobuf to records. */
final class NodeRequests {
    private NodeRequests() {}

    static StageVolume stage(Csi.NodeStageVolumeRequest request) {
        String id = RequestFields.required("volume_id", request.getVolumeId());
        Path staging = path("staging_target_path", request.getStagingTargetPath());
        VolumeUse use = CapabilityCheck.use(request.hasVolumeCapability(), request.getVolumeCapability());
        VolumeId volume = new VolumeId(id);
        VolumeContext context = VolumeContext.of(request.getVolumeContextMap());
        Map<String, String> published = request.getPublishContextMap();
        return new StageVolume(
                volume,
                context.target(volume, published),
                context.options(),
                withType(use, context.fsType(published)),
                staging,
                new StageVolume.Granted(
                        VolumeContext.fresh(published).orElse(null), VolumeContext.generation(published)));
    }

    static UnstageVolume unstage(Csi.NodeUnstageVolumeRequest request) {
        String id = RequestFields.required("volume_id", request.getVolumeId());
        Path staging = path("staging_target_path", request.getStagingTargetPath());
        return new UnstageVolume(new VolumeId(id), staging);
    }

    /** A missing staging path is a missing stage call (CSI 1.13, NodePublishVolume: FAILED_PRECONDITION). */
    static PublishOnNode publish(Csi.NodePublishVolumeRequest request) {
        String id = RequestFields.required("volume_id", request.getVolumeId());
        Path target = path("target_path", request.getTargetPath());
        VolumeUse use = CapabilityCheck.use(request.hasVolumeCapability(), request.getVolumeCapability());
        if (request.getStagingTargetPath().isEmpty()) {
            throw new Failure.Conflict("staging_target_path is missing", "stage the volume first");
        }
        Path staging = path("staging_target_path", request.getStagingTargetPath());
        return new PublishOnNode(new VolumeId(id), use, staging, target, request.getReadonly());
    }

    static UnpublishFromNode unpublish(Csi.NodeUnpublishVolumeRequest request) {
        String id = RequestFields.required("volume_id", request.getVolumeId());
        Path target = path("target_path", request.getTargetPath());
        return new UnpublishFromNode(new VolumeId(id), target);
    }

    static MeasureVolume measure(Csi.NodeGetVolumeStatsRequest request) {
        String id = RequestFields.required("volume_id", request.getVolumeId());
        return new MeasureVolume(new VolumeId(id), volumePath(request.getVolumePath()));
    }

    /** Both paths are optional here (CSI 1.13, NodeGetVolumeHealthRequest). */
    static CheckHealth health(Csi.NodeGetVolumeHealthRequest request) {
        VolumeId volume = RequestFields.volume(request.getVolumeId());
        String published = request.getVolumePublishPath();
        String staged = request.getStagingTargetPath();
        String given = published.isEmpty() ? staged : published;
        return new CheckHealth(volume, given.isEmpty() ? null : path("volume_publish_path", given));
    }

    static ExpandOnNode expand(Csi.NodeExpandVolumeRequest request) {
        String id = RequestFields.required("volume_id", request.getVolumeId());
        return new ExpandOnNode(
                new VolumeId(id),
                volumePath(request.getVolumePath()),
                RequestFields.sizes(request.getCapacityRange()).required());
    }

    private static VolumeUse withType(VolumeUse use, String otherwise) {
        return switch (use.type()) {
            case AccessType.Block() -> use;
            case AccessType.Filesystem filesystem ->
                filesystem.type().isEmpty()
                        ? new VolumeUse(new AccessType.Filesystem(otherwise, filesystem.mountOptions()), use.mode())
                        : use;
        };
    }

    /** Where a volume is said to be; a path at which none can be is NotFound (csi-sanity asks with relative ones). */
    private static Path volumePath(String value) {
        if (!RequestFields.required("volume_path", value).startsWith("/")) {
            throw new Failure.NotFound(
                    "no volume can be at '" + value + "'", "use the path it was staged or published at");
        }
        return path("volume_path", value);
    }

    private static Path path(String field, String value) {
        RequestFields.required(field, value);
        if (!value.startsWith("/") || value.indexOf('\0') >= 0) {
            throw new Failure.InvalidRequest(field + " is not an absolute path", "set an absolute path");
        }
        Path path = Path.of(value);
        if (!path.equals(path.normalize())) {
            throw new Failure.InvalidRequest(field + " contains '.' or '..'", "set the path without detours");
        }
        return path;
    }
}
