package io.srvlab.csi.rds.nvme;

import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.Nqn;

/**
 * The NQNs this driver may connect and disconnect. A diskless node has /var on the same RDS: cutting an NQN that is not ours
 * would kill it, so there is no default, and an invalid prefix stops the start.
 */
public record ManagedNqns(String prefix) {
    private static final int LONGEST = 223;

    public ManagedNqns {
        if (!prefix.startsWith("nqn.") || prefix.indexOf(':') < 0 || prefix.length() > LONGEST) {
            throw new IllegalArgumentException("rds-csi.managed-nqn-prefix '" + prefix
                    + "' is not valid; use nqn.yyyy-mm.domain:name, for example nqn.2000-02.com.mikrotik:pvc-");
        }
    }

    public boolean covers(Nqn nqn) {
        return nqn.value().startsWith(prefix);
    }

    void check(Nqn nqn) {
        if (!covers(nqn)) {
            throw new Failure.Conflict(
                    nqn + " does not begin with the managed prefix " + prefix,
                    "this driver touches no other connections; check managed-nqn-prefix");
        }
    }
}
