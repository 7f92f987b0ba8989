package io.srvlab.csi.rds.boot;

import io.srvlab.csi.rds.volume.Readiness;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Shows whether the RDS can be worked with, and why not, in the readiness group. */
public final class RdsReadiness implements HealthIndicator {
    private final Readiness rds;

    public RdsReadiness(Readiness rds) {
        this.rds = rds;
    }

    @Override
    public Health health() {
        Readiness.State state = rds.state();
        Health.Builder health = state.ready() ? Health.up() : Health.outOfService();
        return health.withDetail("reason", state.reason()).build();
    }
}
