package io.srvlab.csi.rds.csi;

import csi.v1.Csi;
import csi.v1.ReactorNodeGrpc;
import io.grpc.Status;
import io.srvlab.csi.rds.node.CheckHealth;
import io.srvlab.csi.rds.node.ExpandOnNode;
import io.srvlab.csi.rds.node.MeasureVolume;
import io.srvlab.csi.rds.node.Measurement;
import io.srvlab.csi.rds.node.PublishOnNode;
import io.srvlab.csi.rds.node.StageVolume;
import io.srvlab.csi.rds.node.UnpublishFromNode;
import io.srvlab.csi.rds.node.UnstageVolume;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.Health;
import io.srvlab.csi.rds.volume.VolumeGate;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** CSI's node service. Failures leave it as they are; {@link #onErrorMap} gives them their gRPC status. */
public final class NodeService extends ReactorNodeGrpc.NodeImplBase {
    private final NodeUseCases node;
    private final NodeProfile profile;
    private final VolumeCalls calls;
    private final Supplier<HealthDialect> dialect;
    private final NodeAnswers answers;

    public NodeService(NodeUseCases node, NodeProfile profile, VolumeGate gate, Supplier<HealthDialect> dialect) {
        this.node = node;
        this.profile = profile;
        this.calls = new VolumeCalls(gate);
        this.dialect = dialect;
        this.answers = new NodeAnswers(dialect);
    }

    @Override
    public Mono<Csi.NodeStageVolumeResponse> nodeStageVolume(Csi.NodeStageVolumeRequest request) {
        StageVolume stage = NodeRequests.stage(request);
        return calls.exclusively(stage.volume(), node.stager().stage(stage))
                .thenReturn(Csi.NodeStageVolumeResponse.getDefaultInstance());
    }

    @Override
    public Mono<Csi.NodeUnstageVolumeResponse> nodeUnstageVolume(Csi.NodeUnstageVolumeRequest request) {
        UnstageVolume unstage = NodeRequests.unstage(request);
        return calls.exclusively(unstage.volume(), node.stager().unstage(unstage))
                .thenReturn(Csi.NodeUnstageVolumeResponse.getDefaultInstance());
    }

    @Override
    public Mono<Csi.NodePublishVolumeResponse> nodePublishVolume(Csi.NodePublishVolumeRequest request) {
        PublishOnNode publish = NodeRequests.publish(request);
        return calls.exclusively(publish.volume(), node.binder().publish(publish))
                .thenReturn(Csi.NodePublishVolumeResponse.getDefaultInstance());
    }

    @Override
    public Mono<Csi.NodeUnpublishVolumeResponse> nodeUnpublishVolume(Csi.NodeUnpublishVolumeRequest request) {
        UnpublishFromNode unpublish = NodeRequests.unpublish(request);
        return calls.exclusively(unpublish.volume(), node.binder().unpublish(unpublish))
                .thenReturn(Csi.NodeUnpublishVolumeResponse.getDefaultInstance());
    }

    @Override
    public Mono<Csi.NodeGetVolumeStatsResponse> nodeGetVolumeStats(Csi.NodeGetVolumeStatsRequest request) {
        MeasureVolume measure = NodeRequests.measure(request);
        return VolumeGate.about(measure.volume(), node.stats().measure(measure)).map(answers::measured);
    }

    /** A volume that can be measured is as sound as its path; one whose device is gone is inaccessible. */
    @Override
    public Mono<Csi.NodeGetVolumeHealthResponse> nodeGetVolumeHealth(Csi.NodeGetVolumeHealthRequest request) {
        if (!dialect.get().tellsHealth()) {
            return unimplemented();
        }
        CheckHealth check = NodeRequests.health(request);
        return node.stats()
                .measure(check)
                .map(Measurement::health)
                .onErrorResume(Failure.Unavailable.class, gone -> Mono.just(inaccessible(gone)))
                .map(health -> Csi.NodeGetVolumeHealthResponse.newBuilder()
                        .setVolumeHealth(HealthAnswers.health(check.volume(), health))
                        .build());
    }

    /** A node sees the storage through its volumes alone: of itself the backend has nothing to report here. */
    @Override
    public Mono<Csi.NodeGetStorageHealthResponse> nodeGetStorageHealth(Csi.NodeGetStorageHealthRequest request) {
        return dialect.get().tellsHealth()
                ? Mono.just(Csi.NodeGetStorageHealthResponse.getDefaultInstance())
                : unimplemented();
    }

    @Override
    public Mono<Csi.NodeExpandVolumeResponse> nodeExpandVolume(Csi.NodeExpandVolumeRequest request) {
        ExpandOnNode expand = NodeRequests.expand(request);
        return calls.exclusively(expand.volume(), node.expander().expand(expand))
                .map(size -> Csi.NodeExpandVolumeResponse.newBuilder()
                        .setCapacityBytes(size.bytes())
                        .build());
    }

    @Override
    public Mono<Csi.NodeGetCapabilitiesResponse> nodeGetCapabilities(Csi.NodeGetCapabilitiesRequest request) {
        return Mono.just(Csi.NodeGetCapabilitiesResponse.newBuilder()
                .addAllCapabilities(Capabilities.node(dialect.get()))
                .build());
    }

    @Override
    public Mono<Csi.NodeGetInfoResponse> nodeGetInfo(Csi.NodeGetInfoRequest request) {
        return Mono.just(answers.about(profile));
    }

    @Override
    protected Throwable onErrorMap(Throwable error) {
        return FailureStatus.of(error);
    }

    private static Health inaccessible(Failure gone) {
        return new Health.Ailing(Health.Severity.INACCESSIBLE, "DeviceUnavailable", String.valueOf(gone.getMessage()));
    }

    private static <T> Mono<T> unimplemented() {
        return Mono.error(Status.UNIMPLEMENTED.asRuntimeException());
    }
}
