package io.srvlab.csi.rds.simulator.host;

import java.io.IOException;

/** A tool ends with this exit status and this text on stderr. */
final class Refused extends IOException {
    private final int exitStatus;
    private final String text;

    Refused(int exitStatus, String text) {
        super(text);
        this.exitStatus = exitStatus;
        this.text = text;
    }

    int exitStatus() {
        return exitStatus;
    }

    String text() {
        return text;
    }
}
