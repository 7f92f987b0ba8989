package io.srvlab.csi.rds.simulator.rds;

import java.time.Duration;

/** One command line that ran: in which session, what it printed, and how long it took. */
public record Execution(long number, long session, String line, String output, Duration took) {}
