package io.srvlab.csi.rds.tour;

import csi.v1.Csi.CapacityRange;
import csi.v1.Csi.ControllerExpandVolumeRequest;
import csi.v1.Csi.ControllerPublishVolumeRequest;
import csi.v1.Csi.ControllerUnpublishVolumeRequest;
import csi.v1.Csi.CreateVolumeRequest;
import csi.v1.Csi.DeleteVolumeRequest;
import csi.v1.Csi.NodeExpandVolumeRequest;
import csi.v1.Csi.NodeGetVolumeStatsRequest;
import csi.v1.Csi.NodeGetVolumeStatsResponse;
import csi.v1.Csi.NodePublishVolumeRequest;
import csi.v1.Csi.NodeStageVolumeRequest;
import csi.v1.Csi.NodeUnpublishVolumeRequest;
import csi.v1.Csi.NodeUnstageVolumeRequest;
import java.util.Map;
import reactor.core.publisher.Mono;

/** What a container orchestrator asks of a driver in the life of one volume, each request filled in as it would be. */
final class VolumeLife {
    private final CsiSocket driver;
    private final Map<String, String> parameters;

    VolumeLife(CsiSocket driver, Map<String, String> parameters) {
        this.driver = driver;
        this.parameters = parameters;
    }

    Mono<Visit> create(Visit visit, long size) {
        var request = CreateVolumeRequest.newBuilder()
                .setName(visit.name())
                .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(size))
                .addVolumeCapabilities(visit.capability())
                .putAllParameters(parameters)
                .build();
        return driver.controller().createVolume(request).map(response -> visit.made(response.getVolume()));
    }

    Mono<Visit> attach(Visit visit) {
        var request = ControllerPublishVolumeRequest.newBuilder()
                .setVolumeId(visit.id())
                .setNodeId(visit.node())
                .setVolumeCapability(visit.capability())
                .putAllVolumeContext(visit.volume().getVolumeContextMap())
                .build();
        return driver.controller()
                .controllerPublishVolume(request)
                .map(response -> visit.attached(response.getPublishContextMap()));
    }

    Mono<Visit> stage(Visit visit) {
        var request = NodeStageVolumeRequest.newBuilder()
                .setVolumeId(visit.id())
                .setStagingTargetPath(visit.staging().toString())
                .setVolumeCapability(visit.capability())
                .putAllPublishContext(visit.publishContext())
                .putAllVolumeContext(visit.volume().getVolumeContextMap())
                .build();
        return driver.node().nodeStageVolume(request).thenReturn(visit);
    }

    Mono<Visit> publish(Visit visit) {
        var request = NodePublishVolumeRequest.newBuilder()
                .setVolumeId(visit.id())
                .setStagingTargetPath(visit.staging().toString())
                .setTargetPath(visit.target().toString())
                .setVolumeCapability(visit.capability())
                .putAllPublishContext(visit.publishContext())
                .putAllVolumeContext(visit.volume().getVolumeContextMap())
                .build();
        return driver.node().nodePublishVolume(request).thenReturn(visit);
    }

    Mono<NodeGetVolumeStatsResponse> stats(Visit visit) {
        var request = NodeGetVolumeStatsRequest.newBuilder()
                .setVolumeId(visit.id())
                .setVolumePath(visit.target().toString())
                .setStagingTargetPath(visit.staging().toString());
        return driver.node().nodeGetVolumeStats(request.build());
    }

    /** Grows the volume on the storage; answers whether the node has to follow. */
    Mono<Boolean> expand(Visit visit, long size) {
        var request = ControllerExpandVolumeRequest.newBuilder()
                .setVolumeId(visit.id())
                .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(size))
                .setVolumeCapability(visit.capability())
                .build();
        return driver.controller().controllerExpandVolume(request).map(response -> {
            if (response.getCapacityBytes() < size) {
                throw new TourFailure(
                        "the driver answers " + response.getCapacityBytes() + " bytes instead of " + size);
            }
            return response.getNodeExpansionRequired();
        });
    }

    Mono<Visit> follow(Visit visit, long size) {
        var request = NodeExpandVolumeRequest.newBuilder()
                .setVolumeId(visit.id())
                .setVolumePath(visit.target().toString())
                .setStagingTargetPath(visit.staging().toString())
                .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(size))
                .setVolumeCapability(visit.capability())
                .build();
        return driver.node().nodeExpandVolume(request).thenReturn(visit);
    }

    Mono<Visit> unpublish(Visit visit) {
        var request = NodeUnpublishVolumeRequest.newBuilder()
                .setVolumeId(visit.id())
                .setTargetPath(visit.target().toString())
                .build();
        return driver.node().nodeUnpublishVolume(request).thenReturn(visit);
    }

    Mono<Visit> unstage(Visit visit) {
        var request = NodeUnstageVolumeRequest.newBuilder()
                .setVolumeId(visit.id())
                .setStagingTargetPath(visit.staging().toString())
                .build();
        return driver.node().nodeUnstageVolume(request).thenReturn(visit);
    }

    Mono<Visit> detach(Visit visit) {
        var request = ControllerUnpublishVolumeRequest.newBuilder()
                .setVolumeId(visit.id())
                .setNodeId(visit.node())
                .build();
        return driver.controller().controllerUnpublishVolume(request).thenReturn(visit);
    }

    Mono<Visit> delete(Visit visit) {
        var request = DeleteVolumeRequest.newBuilder().setVolumeId(visit.id()).build();
        return driver.controller().deleteVolume(request).thenReturn(visit);
    }
}
