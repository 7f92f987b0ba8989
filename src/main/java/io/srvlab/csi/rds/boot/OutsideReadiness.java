package io.srvlab.csi.rds.boot;

import io.srvlab.csi.rds.volume.Readiness;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Shows whether something outside can be worked with, and why not, in the readiness group. */
public final class OutsideReadiness implements HealthIndicator {
    private final Readiness outside;

    public OutsideReadiness(Readiness outside) {
        this.outside = outside;
    }

    @Override
    public Health health() {
        Readiness.State state = outside.state();
        Health.Builder health = state.ready() ? Health.up() : Health.outOfService();
        return health.withDetail("reason", state.reason()).build();
    }
}
