package io.srvlab.csi.rds.simulator.console;

/** What one line printed, each line of it ended by CR LF, and whether it failed. */
public record ConsoleResult(String output, boolean failed) {}
