package io.srvlab.csi.rds.load;

import csi.v1.Csi.CapacityRange;
import csi.v1.Csi.ControllerExpandVolumeRequest;
import csi.v1.Csi.ControllerPublishVolumeRequest;
import csi.v1.Csi.ControllerUnpublishVolumeRequest;
import csi.v1.Csi.CreateVolumeRequest;
import csi.v1.Csi.DeleteVolumeRequest;
import csi.v1.Csi.GetCapacityRequest;
import csi.v1.Csi.ListVolumesRequest;
import csi.v1.Csi.ListVolumesResponse;
import csi.v1.Csi.NodeGetInfoRequest;
import csi.v1.Csi.NodeGetInfoResponse;
import csi.v1.Csi.ProbeRequest;
import csi.v1.Csi.Volume;
import csi.v1.Csi.VolumeCapability;
import io.srvlab.csi.rds.tour.CsiSocket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** The requests of a load run. It remembers the volumes that were made, as their orchestrator would. */
final class LoadCalls {
    private static final long SIZE = 1L << 30;

    private final CsiSocket driver;
    private final Map<String, Volume> made = new ConcurrentHashMap<>();

    LoadCalls(CsiSocket driver) {
        this.driver = driver;
    }

    Mono<String> nodeId() {
        return driver.node()
                .nodeGetInfo(NodeGetInfoRequest.getDefaultInstance())
                .map(NodeGetInfoResponse::getNodeId);
    }

    Mono<?> create(String name) {
        var request = CreateVolumeRequest.newBuilder()
                .setName(name)
                .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(SIZE))
                .addVolumeCapabilities(capability())
                .build();
        return driver.controller().createVolume(request).doOnNext(answer -> made.put(name, answer.getVolume()));
    }

    Mono<?> expand(String name) {
        var request = ControllerExpandVolumeRequest.newBuilder()
                .setVolumeId(id(name))
                .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(2 * SIZE))
                .setVolumeCapability(capability())
                .build();
        return driver.controller().controllerExpandVolume(request);
    }

    Mono<?> publish(String name, String node) {
        var request = ControllerPublishVolumeRequest.newBuilder()
                .setVolumeId(id(name))
                .setNodeId(node)
                .setVolumeCapability(capability())
                .putAllVolumeContext(
                        made.getOrDefault(name, Volume.getDefaultInstance()).getVolumeContextMap())
                .build();
        return driver.controller().controllerPublishVolume(request);
    }

    Mono<?> unpublish(String name, String node) {
        var request = ControllerUnpublishVolumeRequest.newBuilder()
                .setVolumeId(id(name))
                .setNodeId(node)
                .build();
        return driver.controller().controllerUnpublishVolume(request);
    }

    Mono<?> delete(String name) {
        var request = DeleteVolumeRequest.newBuilder().setVolumeId(id(name)).build();
        return driver.controller().deleteVolume(request);
    }

    Mono<ListVolumesResponse> list() {
        return driver.controller().listVolumes(ListVolumesRequest.getDefaultInstance());
    }

    Mono<?> capacity() {
        return driver.controller().getCapacity(GetCapacityRequest.getDefaultInstance());
    }

    Mono<?> probe() {
        return driver.identity().probe(ProbeRequest.getDefaultInstance());
    }

    private String id(String name) {
        return made.getOrDefault(name, Volume.newBuilder().setVolumeId(name).build())
                .getVolumeId();
    }

    private static VolumeCapability capability() {
        var mode =
                VolumeCapability.AccessMode.newBuilder().setMode(VolumeCapability.AccessMode.Mode.SINGLE_NODE_WRITER);
        var ext4 = VolumeCapability.MountVolume.newBuilder().setFsType("ext4");
        return VolumeCapability.newBuilder().setAccessMode(mode).setMount(ext4).build();
    }
}
