package io.srvlab.csi.rds.volume;

/** Whether something outside can be used now, with the reason in words; must answer at once, from memory. */
public interface Readiness {
    State state();

    /** {@code reason} says why not, or what is reachable and since when. */
    record State(boolean ready, String reason) {}
}
