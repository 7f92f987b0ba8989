package io.srvlab.csi.rds.ssh;

import io.srvlab.csi.rds.routeros.TransportFailure;

/** Why no connection came up. {@code LATE} may come right by itself at once, {@code REFUSED} only by somebody's hand. */
record ConnectFailure(Kind kind, String text) {
    enum Kind {
        DOWN,
        LATE,
        REFUSED
    }

    TransportFailure toFailure() {
        return kind == Kind.REFUSED ? new TransportFailure.Refused(text) : new TransportFailure.NotSent(text);
    }
}
