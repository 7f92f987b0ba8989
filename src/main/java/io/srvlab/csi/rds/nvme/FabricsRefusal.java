package io.srvlab.csi.rds.nvme;

import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.NvmeTarget;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** What the kernel's refusals mean to the caller. */
final class FabricsRefusal {
    private FabricsRefusal() {}

    /** EALREADY: this host is connected to the NQN already, which another attempt may just have done. */
    static final class AlreadyConnected extends RuntimeException {
        AlreadyConnected(Throwable cause) {
            super(cause);
        }
    }

    static boolean isOutside(Throwable fault) {
        return fault instanceof IOException || fault instanceof TimeoutException;
    }

    static Throwable of(NvmeTarget target, Throwable fault) {
        if (!isOutside(fault)) {
            return fault;
        }
        String text = text(fault);
        String what =
                "cannot connect to " + target.nqn() + " at " + target.address() + ":" + target.port() + ": " + text;
        if (text.startsWith("EALREADY")) {
            return new AlreadyConnected(fault);
        }
        if (text.startsWith("EINVAL")) {
            return new Failure.Unexpected(what, "the node's kernel does not take one of the connect options");
        }
        return new Failure.Unavailable(what, "check that the RDS exports it and admits this node", fault);
    }

    static Failure of(String subject, Throwable fault) {
        return new Failure.Unavailable("the kernel refuses " + subject + ": " + text(fault), "retry", fault);
    }

    private static String text(Throwable fault) {
        return fault instanceof TimeoutException ? "no answer in time" : String.valueOf(fault.getMessage());
    }
}
