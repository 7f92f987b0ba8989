package io.srvlab.csi.rds.csi;

/** In which of CSI's two ways volume health is told: 1.12's VolumeCondition or 1.13's VolumeHealth, never both. */
public enum HealthDialect {
    /** By the version of the cluster; none outside of one. */
    AUTO,
    CONDITION,
    HEALTH,
    NONE;

    private static final int FIRST_OF_HEALTH = 37;

    /** What Kubernetes 1.{@code minor} understands. */
    public static HealthDialect ofKubernetes(int minor) {
        return minor < FIRST_OF_HEALTH ? CONDITION : HEALTH;
    }

    public boolean tellsCondition() {
        return this == CONDITION;
    }

    public boolean tellsHealth() {
        return this == HEALTH;
    }
}
