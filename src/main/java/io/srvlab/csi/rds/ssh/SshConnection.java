package io.srvlab.csi.rds.ssh;

import java.time.Instant;

/** Whether there is a live session. */
public sealed interface SshConnection {
    /** At least one session is up. */
    record Up(Instant since) implements SshConnection {}

    /** None is, and why. */
    record Down(String reason) implements SshConnection {}
}
