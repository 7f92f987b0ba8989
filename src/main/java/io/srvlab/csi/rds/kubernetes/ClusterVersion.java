package io.srvlab.csi.rds.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.VersionInfo;
import io.srvlab.csi.rds.volume.Failure;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Which Kubernetes this is. */
public final class ClusterVersion {
    /** Some distributions say 36+ and the like. */
    private static final Pattern MINOR = Pattern.compile("([0-9]{1,6})(\\D.*)?");

    private static final Retry UNTIL_ANSWERED = Retry.backoff(Long.MAX_VALUE, Duration.ofSeconds(1))
            .maxBackoff(Duration.ofMinutes(1))
            .filter(Failure.class::isInstance);

    private final ApiServer api;

    public ClusterVersion(ApiServer api) {
        this.api = api;
    }

    /** The N of 1.N; the API server is asked until it answers. */
    public Mono<Integer> minor() {
        return api.ask("reading the cluster's version", KubernetesClient::getKubernetesVersion)
                .retryWhen(UNTIL_ANSWERED)
                .map(ClusterVersion::minor);
    }

    private static int minor(VersionInfo version) {
        Matcher minor = MINOR.matcher(version.getMinor());
        if (!minor.matches()) {
            throw new IllegalArgumentException("the API server says that it is Kubernetes 1." + version.getMinor());
        }
        return Integer.parseInt(minor.group(1));
    }
}
