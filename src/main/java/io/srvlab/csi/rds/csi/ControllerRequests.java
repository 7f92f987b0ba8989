package io.srvlab.csi.rds.csi;

import csi.v1.Csi;
import io.srvlab.csi.rds.controller.CreateVolume;
import io.srvlab.csi.rds.controller.ExpandVolume;
import io.srvlab.csi.rds.controller.PageRequest;
import io.srvlab.csi.rds.controller.PublishVolume;
import io.srvlab.csi.rds.controller.UnpublishVolume;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeId;
import io.srvlab.csi.rds.volume.VolumeUse;
import java.util.List;

/** The controller's requests, from protobuf to records. Fields are checked in the order in which csi-sanity leaves them out. */
final class ControllerRequests {
    private ControllerRequests() {}

    static CreateVolume create(Csi.CreateVolumeRequest request) {
        String name = RequestFields.required("name", request.getName());
        List<VolumeUse> uses = CapabilityCheck.uses(request.getVolumeCapabilitiesList());
        if (request.hasVolumeContentSource()) {
            throw new Failure.InvalidRequest(
                    "volumes from a snapshot or from another volume are not supported", "leave the data source out");
        }
        if (request.getModifyParametersCount() > 0) {
            throw new Failure.InvalidRequest(
                    "volumes have no mutable parameters", "leave the VolumeAttributesClass out");
        }
        return new CreateVolume(
                VolumeId.named(name),
                RequestFields.sizes(request.getCapacityRange()),
                uses,
                request.getParametersMap());
    }

    static PublishVolume publish(Csi.ControllerPublishVolumeRequest request) {
        String volume = RequestFields.required("volume_id", request.getVolumeId());
        String node = RequestFields.required("node_id", request.getNodeId());
        VolumeUse use = CapabilityCheck.use(request.hasVolumeCapability(), request.getVolumeCapability());
        return new PublishVolume(
                new VolumeId(volume), new NodeName(node), use, request.getReadonly(), request.getVolumeContextMap());
    }

    static UnpublishVolume unpublish(Csi.ControllerUnpublishVolumeRequest request) {
        VolumeId volume = RequestFields.volume(request.getVolumeId());
        return request.getNodeId().isEmpty()
                ? new UnpublishVolume.FromAll(volume)
                : new UnpublishVolume.FromNode(volume, new NodeName(request.getNodeId()));
    }

    static ExpandVolume expand(Csi.ControllerExpandVolumeRequest request) {
        VolumeId volume = RequestFields.volume(request.getVolumeId());
        if (!request.hasCapacityRange()) {
            throw new Failure.InvalidRequest("capacity_range is missing", "set its required_bytes");
        }
        return new ExpandVolume(volume, RequestFields.sizes(request.getCapacityRange()));
    }

    static VolumeId validate(Csi.ValidateVolumeCapabilitiesRequest request) {
        String volume = RequestFields.required("volume_id", request.getVolumeId());
        if (request.getVolumeCapabilitiesCount() == 0) {
            throw new Failure.InvalidRequest("volume_capabilities are missing", "say what to validate");
        }
        return new VolumeId(volume);
    }

    static PageRequest page(Csi.ListVolumesRequest request) {
        return new PageRequest(request.getMaxEntries(), request.getStartingToken());
    }

    static PageRequest page(Csi.ControllerListVolumeHealthRequest request) {
        return new PageRequest(request.getMaxEntries(), request.getStartingToken());
    }

    /** Whether the request asks for a place that nothing of ours is in. */
    static boolean elsewhere(Csi.GetCapacityRequest request) {
        String zone = request.getAccessibleTopology().getSegmentsOrDefault(DriverProfile.ZONE_KEY, DriverProfile.ZONE);
        return !zone.equals(DriverProfile.ZONE);
    }
}
