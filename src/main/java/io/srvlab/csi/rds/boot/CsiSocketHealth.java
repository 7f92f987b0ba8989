package io.srvlab.csi.rds.boot;

import java.nio.file.Path;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

/** Shows whether the CSI socket is served. */
public final class CsiSocketHealth implements HealthIndicator {
    private final GrpcServerLifecycle server;
    private final Path socket;

    public CsiSocketHealth(GrpcServerLifecycle server, Path socket) {
        this.server = server;
        this.socket = socket;
    }

    @Override
    public Health health() {
        Health.Builder health = server.isRunning() ? Health.up() : Health.down();
        return health.withDetail("socket", socket.toString()).build();
    }
}
