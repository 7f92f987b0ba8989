package io.srvlab.csi.rds.csi;

import com.google.protobuf.Int64Value;
import csi.v1.Csi;
import io.srvlab.csi.rds.controller.CapacityReport.Room;
import io.srvlab.csi.rds.controller.ListedVolume;
import io.srvlab.csi.rds.controller.VolumePage;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.Volume;
import java.util.List;
import java.util.function.Supplier;

/** The controller's answers, from records to protobuf, in the health dialect that is spoken. */
record ControllerAnswers(Supplier<HealthDialect> dialect) {

    Csi.CreateVolumeResponse created(Volume volume) {
        return Csi.CreateVolumeResponse.newBuilder().setVolume(volume(volume)).build();
    }

    /** The node has its part for a raw block volume as well: the shield in front of it. */
    Csi.ControllerExpandVolumeResponse expanded(Capacity size) {
        return Csi.ControllerExpandVolumeResponse.newBuilder()
                .setCapacityBytes(size.bytes())
                .setNodeExpansionRequired(true)
                .build();
    }

    /** What was confirmed is repeated; what was not is explained and left out. */
    Csi.ValidateVolumeCapabilitiesResponse validated(Csi.ValidateVolumeCapabilitiesRequest request, String complaint) {
        Csi.ValidateVolumeCapabilitiesResponse.Builder answer = Csi.ValidateVolumeCapabilitiesResponse.newBuilder();
        if (!complaint.isEmpty()) {
            return answer.setMessage(complaint).build();
        }
        return answer.setConfirmed(Csi.ValidateVolumeCapabilitiesResponse.Confirmed.newBuilder()
                        .putAllVolumeContext(request.getVolumeContextMap())
                        .addAllVolumeCapabilities(request.getVolumeCapabilitiesList())
                        .putAllParameters(request.getParametersMap()))
                .build();
    }

    Csi.ListVolumesResponse listed(VolumePage page) {
        return Csi.ListVolumesResponse.newBuilder()
                .addAllEntries(page.volumes().stream().map(this::entry).toList())
                .setNextToken(page.nextToken())
                .build();
    }

    Csi.ControllerGetVolumeResponse found(ListedVolume listed) {
        Csi.ControllerGetVolumeResponse.VolumeStatus.Builder status =
                Csi.ControllerGetVolumeResponse.VolumeStatus.newBuilder()
                        .addAllPublishedNodeIds(nodes(listed.volume()));
        if (dialect.get().tellsCondition()) {
            status.setVolumeCondition(HealthAnswers.condition(listed.health()));
        }
        return Csi.ControllerGetVolumeResponse.newBuilder()
                .setVolume(volume(listed.volume()))
                .setStatus(status)
                .build();
    }

    Csi.ControllerGetVolumeHealthResponse health(ListedVolume listed) {
        return Csi.ControllerGetVolumeHealthResponse.newBuilder()
                .setVolumeHealth(HealthAnswers.health(listed.volume().id(), listed.health()))
                .build();
    }

    Csi.ControllerListVolumeHealthResponse health(VolumePage page) {
        return Csi.ControllerListVolumeHealthResponse.newBuilder()
                .addAllEntries(page.volumes().stream()
                        .map(listed -> HealthAnswers.health(listed.volume().id(), listed.health()))
                        .toList())
                .setNextToken(page.nextToken())
                .build();
    }

    Csi.GetCapacityResponse room(Room room) {
        return Csi.GetCapacityResponse.newBuilder()
                .setAvailableCapacity(room.available().bytes())
                .setMaximumVolumeSize(Int64Value.of(room.largestVolume().bytes()))
                .setMinimumVolumeSize(Int64Value.of(room.smallestVolume().bytes()))
                .build();
    }

    private Csi.ListVolumesResponse.Entry entry(ListedVolume listed) {
        Csi.ListVolumesResponse.VolumeStatus.Builder status =
                Csi.ListVolumesResponse.VolumeStatus.newBuilder().addAllPublishedNodeIds(nodes(listed.volume()));
        if (dialect.get().tellsCondition()) {
            status.setVolumeCondition(HealthAnswers.condition(listed.health()));
        }
        return Csi.ListVolumesResponse.Entry.newBuilder()
                .setVolume(volume(listed.volume()))
                .setStatus(status)
                .build();
    }

    private static Csi.Volume volume(Volume volume) {
        return Csi.Volume.newBuilder()
                .setVolumeId(volume.id().value())
                .setCapacityBytes(volume.capacity().bytes())
                .putAllVolumeContext(volume.context())
                .build();
    }

    private static List<String> nodes(Volume volume) {
        return volume.publishedOn().stream().map(NodeName::value).toList();
    }
}
