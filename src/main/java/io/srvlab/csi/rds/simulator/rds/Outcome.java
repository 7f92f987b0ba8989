package io.srvlab.csi.rds.simulator.rds;

/** What a command line printed, whether it failed, and what else it does. */
record Outcome(String output, boolean failed, Effects effects) {}
