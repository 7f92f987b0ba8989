package io.srvlab.csi.rds.csi;

import com.google.protobuf.BoolValue;
import csi.v1.Csi;
import csi.v1.Csi.PluginCapability;
import csi.v1.ReactorIdentityGrpc;
import reactor.core.publisher.Mono;

/** Says who the driver is and what it serves. */
public final class IdentityService extends ReactorIdentityGrpc.IdentityImplBase {
    private final DriverProfile profile;
    private final boolean controller;

    /** {@code controller} says whether the controller service is served at the same endpoint or elsewhere in the cluster. */
    public IdentityService(DriverProfile profile, boolean controller) {
        this.profile = profile;
        this.controller = controller;
    }

    @Override
    public Mono<Csi.GetPluginInfoResponse> getPluginInfo(Csi.GetPluginInfoRequest request) {
        return Mono.just(Csi.GetPluginInfoResponse.newBuilder()
                .setName(profile.name())
                .setVendorVersion(profile.version())
                .build());
    }

    @Override
    public Mono<Csi.GetPluginCapabilitiesResponse> getPluginCapabilities(Csi.GetPluginCapabilitiesRequest request) {
        Csi.GetPluginCapabilitiesResponse.Builder answer = Csi.GetPluginCapabilitiesResponse.newBuilder()
                .addCapabilities(Capabilities.service(PluginCapability.Service.Type.VOLUME_ACCESSIBILITY_CONSTRAINTS))
                .addCapabilities(Capabilities.expansion(profile.growsOnline()));
        if (controller) {
            answer.addCapabilities(Capabilities.service(PluginCapability.Service.Type.CONTROLLER_SERVICE));
        }
        return Mono.just(answer.build());
    }

    /** Ready as soon as it answers: a restart of the driver does not bring an RDS back that is away. */
    @Override
    public Mono<Csi.ProbeResponse> probe(Csi.ProbeRequest request) {
        return Mono.just(
                Csi.ProbeResponse.newBuilder().setReady(BoolValue.of(true)).build());
    }

    @Override
    protected Throwable onErrorMap(Throwable error) {
        return FailureStatus.of(error);
    }
}
