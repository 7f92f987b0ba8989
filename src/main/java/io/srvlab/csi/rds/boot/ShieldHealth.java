package io.srvlab.csi.rds.boot;

import io.srvlab.csi.rds.volume.Readiness;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Shows whether volumes are shielded on this node, and why not; working without is not being ill. */
public final class ShieldHealth implements HealthIndicator {
    private final Readiness shield;

    public ShieldHealth(Readiness shield) {
        this.shield = shield;
    }

    @Override
    public Health health() {
        Readiness.State state = shield.state();
        return Health.up()
                .withDetail("active", state.ready())
                .withDetail("reason", state.reason())
                .build();
    }
}
