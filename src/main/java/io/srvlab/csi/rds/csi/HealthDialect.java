package io.srvlab.csi.rds.csi;

/** In which of CSI's two ways volume health is told: 1.12's VolumeCondition or 1.13's VolumeHealth, never both. */
public enum HealthDialect {
    /** By the version of the cluster; none outside of one. */
    AUTO,
    CONDITION,
    HEALTH,
    NONE;

    public boolean tellsCondition() {
        return this == CONDITION;
    }

    public boolean tellsHealth() {
        return this == HEALTH;
    }
}
