package io.srvlab.csi.rds.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import reactor.core.scheduler.Scheduler;

/** Opens the client: as a pod's service account, or by the kubeconfig that KUBECONFIG names. */
public final class KubernetesConnection {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private KubernetesConnection() {}

    /** Nothing is retried beneath us: who decided on what was read has to decide again. */
    public static KubernetesClient open(Duration deadline, Scheduler kube) {
        Config config = new ConfigBuilder()
                .withConnectionTimeout((int) CONNECT.toMillis())
                .withRequestTimeout((int) deadline.toMillis())
                .withRequestRetryBackoffLimit(0)
                .withUserAgent("rds-csi-driver")
                .build();
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withTaskExecutor(kube::schedule)
                .build();
    }
}
