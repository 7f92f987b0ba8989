package io.srvlab.csi.rds.role;

import static io.srvlab.csi.rds.role.Setting.require;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The settings of the way to the Kubernetes API server; what each means stands in {@code config/application.yaml}. */
@ConfigurationProperties("rds-csi.kubernetes")
record KubernetesProperties(
        Enabled enabled,
        String namespace,
        String lease,
        String identity,
        Duration requestDeadline,
        int requestsPerSecond,
        Duration brokenWatch) {

    /** Whether there is an API server. */
    enum Enabled {
        AUTO,
        TRUE,
        FALSE;

        boolean in(Outside outside) {
            return this == AUTO ? outside == Outside.REAL : this == TRUE;
        }
    }

    KubernetesProperties {
        require(
                namespace.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"),
                "rds-csi.kubernetes.namespace is '" + namespace + "'; use the namespace that the driver runs in");
        require(
                lease.matches("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?"),
                "rds-csi.kubernetes.lease is '" + lease + "'; use a name such as rds-csi-controller");
        require(
                identity.matches("\\S{1,200}"),
                "rds-csi.kubernetes.identity is '" + identity + "'; use the pod's name");
        require(
                requestDeadline.isPositive(),
                "rds-csi.kubernetes.request-deadline is " + requestDeadline + "; use a positive time");
        require(
                requestsPerSecond > 0,
                "rds-csi.kubernetes.requests-per-second is " + requestsPerSecond + "; use 1 or more");
        require(
                brokenWatch.isPositive(),
                "rds-csi.kubernetes.broken-watch is " + brokenWatch + "; use a positive time");
    }
}
