package io.srvlab.csi.rds.csi;

import io.srvlab.csi.rds.volume.Readiness;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pluginregistration.v1.PluginRegistration.InfoRequest;
import pluginregistration.v1.PluginRegistration.PluginInfo;
import pluginregistration.v1.PluginRegistration.RegistrationStatus;
import pluginregistration.v1.PluginRegistration.RegistrationStatusResponse;
import pluginregistration.v1.ReactorRegistrationGrpc;
import reactor.core.publisher.Mono;

/** Tells the kubelet where this node's driver is, and hears whether the kubelet has taken it. */
public final class KubeletRegistration extends ReactorRegistrationGrpc.RegistrationImplBase implements Readiness {
    private static final Logger LOG = LoggerFactory.getLogger(KubeletRegistration.class);
    private static final String TYPE = "CSIPlugin";
    private static final String VERSION = "1.0.0";
    private static final String SUFFIX = "-reg.sock";

    private final String driver;
    private final Path endpoint;
    private volatile State state = new State(false, "the kubelet has not asked for the driver yet");

    /** {@code endpoint} is the CSI socket, by a path that the kubelet finds it at as well. */
    public KubeletRegistration(String driver, Path endpoint) {
        this.driver = driver;
        this.endpoint = endpoint.toAbsolutePath();
    }

    /** The socket that the kubelet looks for in its folder. */
    public Path socket(Path directory) {
        return directory.resolve(driver + SUFFIX);
    }

    @Override
    public Mono<PluginInfo> getInfo(InfoRequest request) {
        return Mono.just(PluginInfo.newBuilder()
                .setType(TYPE)
                .setName(driver)
                .setEndpoint(endpoint.toString())
                .addSupportedVersions(VERSION)
                .build());
    }

    /** The kubelet asks again by itself after a failure. */
    @Override
    public Mono<RegistrationStatusResponse> notifyRegistrationStatus(RegistrationStatus status) {
        return Mono.fromSupplier(() -> {
            state = status.getPluginRegistered() ? registered() : refused(status.getError());
            return RegistrationStatusResponse.getDefaultInstance();
        });
    }

    @Override
    public State state() {
        return state;
    }

    private State registered() {
        LOG.info("the kubelet has registered {} at {}", driver, endpoint);
        return new State(true, "the kubelet has registered the driver");
    }

    private State refused(String error) {
        LOG.error("the kubelet did not register {} at {}: {}", driver, endpoint, error);
        return new State(false, "the kubelet did not register the driver: " + error);
    }
}
