package io.srvlab.csi.rds.csi;

import csi.v1.Csi;
import csi.v1.ReactorControllerGrpc;
import io.grpc.Status;
import io.srvlab.csi.rds.controller.CreateVolume;
import io.srvlab.csi.rds.controller.ExpandVolume;
import io.srvlab.csi.rds.controller.PublishVolume;
import io.srvlab.csi.rds.controller.UnpublishVolume;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeGate;
import io.srvlab.csi.rds.volume.VolumeId;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** CSI's controller service. Failures leave it as they are; {@link #onErrorMap} gives them their gRPC status. */
public final class ControllerService extends ReactorControllerGrpc.ControllerImplBase {
    private final ControllerUseCases controller;
    private final VolumeCalls calls;
    private final Supplier<HealthDialect> dialect;
    private final ControllerAnswers answers;

    public ControllerService(ControllerUseCases controller, VolumeGate gate, Supplier<HealthDialect> dialect) {
        this.controller = controller;
        this.calls = new VolumeCalls(gate);
        this.dialect = dialect;
        this.answers = new ControllerAnswers(dialect);
    }

    @Override
    public Mono<Csi.CreateVolumeResponse> createVolume(Csi.CreateVolumeRequest request) {
        CreateVolume create = ControllerRequests.create(request);
        return calls.exclusively(create.volume(), controller.provisioner().create(create))
                .map(answers::created);
    }

    @Override
    public Mono<Csi.DeleteVolumeResponse> deleteVolume(Csi.DeleteVolumeRequest request) {
        return doneIfAbsent(() -> {
                    VolumeId volume = RequestFields.volume(request.getVolumeId());
                    return calls.exclusively(volume, controller.provisioner().delete(volume));
                })
                .thenReturn(Csi.DeleteVolumeResponse.getDefaultInstance());
    }

    @Override
    public Mono<Csi.ControllerPublishVolumeResponse> controllerPublishVolume(
            Csi.ControllerPublishVolumeRequest request) {
        PublishVolume publish = ControllerRequests.publish(request);
        return calls.exclusively(publish.volume(), controller.publisher().publish(publish))
                .map(context -> Csi.ControllerPublishVolumeResponse.newBuilder()
                        .putAllPublishContext(context)
                        .build());
    }

    @Override
    public Mono<Csi.ControllerUnpublishVolumeResponse> controllerUnpublishVolume(
            Csi.ControllerUnpublishVolumeRequest request) {
        return doneIfAbsent(() -> {
                    UnpublishVolume unpublish = ControllerRequests.unpublish(request);
                    return calls.exclusively(
                            unpublish.volume(), controller.publisher().unpublish(unpublish));
                })
                .thenReturn(Csi.ControllerUnpublishVolumeResponse.getDefaultInstance());
    }

    @Override
    public Mono<Csi.ValidateVolumeCapabilitiesResponse> validateVolumeCapabilities(
            Csi.ValidateVolumeCapabilitiesRequest request) {
        String complaint = CapabilityCheck.complaint(request.getVolumeCapabilitiesList());
        return controller
                .listing()
                .find(ControllerRequests.validate(request))
                .map(found -> answers.validated(request, complaint));
    }

    @Override
    public Mono<Csi.ListVolumesResponse> listVolumes(Csi.ListVolumesRequest request) {
        return controller.listing().list(ControllerRequests.page(request)).map(answers::listed);
    }

    @Override
    public Mono<Csi.ControllerGetVolumeResponse> controllerGetVolume(Csi.ControllerGetVolumeRequest request) {
        return controller
                .listing()
                .find(RequestFields.volume(request.getVolumeId()))
                .map(answers::found);
    }

    @Override
    public Mono<Csi.ControllerListVolumeHealthResponse> controllerListVolumeHealth(
            Csi.ControllerListVolumeHealthRequest request) {
        return inHealthDialect()
                .then(Mono.defer(() -> controller.listing().list(ControllerRequests.page(request))))
                .map(answers::health);
    }

    @Override
    public Mono<Csi.ControllerGetVolumeHealthResponse> controllerGetVolumeHealth(
            Csi.ControllerGetVolumeHealthRequest request) {
        return inHealthDialect()
                .then(Mono.defer(() -> controller.listing().find(RequestFields.volume(request.getVolumeId()))))
                .map(answers::health);
    }

    @Override
    public Mono<Csi.GetCapacityResponse> getCapacity(Csi.GetCapacityRequest request) {
        if (request.getVolumeCapabilitiesCount() > 0) {
            CapabilityCheck.uses(request.getVolumeCapabilitiesList());
        }
        return ControllerRequests.elsewhere(request)
                ? Mono.just(Csi.GetCapacityResponse.getDefaultInstance())
                : controller.capacity().report(request.getParametersMap()).map(answers::room);
    }

    @Override
    public Mono<Csi.ControllerGetCapabilitiesResponse> controllerGetCapabilities(
            Csi.ControllerGetCapabilitiesRequest request) {
        return Mono.just(Csi.ControllerGetCapabilitiesResponse.newBuilder()
                .addAllCapabilities(Capabilities.controller(dialect.get()))
                .build());
    }

    @Override
    public Mono<Csi.ControllerExpandVolumeResponse> controllerExpandVolume(Csi.ControllerExpandVolumeRequest request) {
        ExpandVolume expand = ControllerRequests.expand(request);
        return calls.exclusively(expand.volume(), controller.expander().expand(expand))
                .map(answers::expanded);
    }

    @Override
    protected Throwable onErrorMap(Throwable error) {
        return FailureStatus.of(error);
    }

    private Mono<Void> inHealthDialect() {
        return dialect.get().tellsHealth() ? Mono.empty() : Mono.error(Status.UNIMPLEMENTED.asRuntimeException());
    }

    /** What does not exist, or cannot, is deleted and taken back already. */
    private static Mono<Void> doneIfAbsent(Supplier<Mono<Void>> work) {
        return Mono.defer(work).onErrorComplete(Failure.NotFound.class);
    }
}
