package io.srvlab.csi.rds.simulator.rds;

import java.util.Set;

/** Which hosts may connect to an export: any, or exactly those that are named. */
record Admission(boolean any, Set<String> hosts) {
    private static final Admission ANYBODY = new Admission(true, Set.of());
    private static final Admission NOBODY = new Admission(false, Set.of());

    Admission {
        hosts = Set.copyOf(hosts);
    }

    static Admission anybody() {
        return ANYBODY;
    }

    static Admission nobody() {
        return NOBODY;
    }

    static Admission of(Set<String> hosts) {
        return new Admission(false, hosts);
    }

    boolean admits(String hostNqn) {
        return any || hosts.contains(hostNqn);
    }

    /** Whether a host that was admitted before is not any more. */
    boolean isNarrowerThan(Admission before) {
        return !any && (before.any || !hosts.containsAll(before.hosts));
    }
}
