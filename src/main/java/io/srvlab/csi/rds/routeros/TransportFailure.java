package io.srvlab.csi.rds.routeros;

import org.jspecify.annotations.Nullable;

/** The device was not reached, or its answer did not come back whole. */
public abstract sealed class TransportFailure extends RuntimeException {
    private TransportFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Nothing was sent: no connection, no session free, breaker open. */
    public static final class NotSent extends TransportFailure {
        public NotSent(String message) {
            super(message, null);
        }

        public NotSent(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** It was sent and may have run: the answer was lost, cut short, unreadable or late. */
    public static final class Doubtful extends TransportFailure {
        public Doubtful(String message) {
            super(message, null);
        }

        public Doubtful(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The device or its identity was refused (host key, login); only somebody's hand can change that. */
    public static final class Refused extends TransportFailure {
        public Refused(String message) {
            super(message, null);
        }
    }
}
