package io.srvlab.csi.rds.volume;

import org.jspecify.annotations.Nullable;

/**
 * Why a request was not fulfilled, named by what its caller should do. The message reads "what happened; what to do". Only
 * {@code csi.FailureStatus} knows the gRPC codes; whatever is not a Failure is a bug.
 */
public abstract sealed class Failure extends RuntimeException {

    private Failure(String what, String how, @Nullable Throwable cause) {
        super(how.isEmpty() ? what : what + "; " + how, cause);
    }

    /** The request itself is wrong and will stay wrong (INVALID_ARGUMENT). */
    public static final class InvalidRequest extends Failure {
        public InvalidRequest(String what, String how) {
            super(what, how, null);
        }
    }

    /** What the request names does not exist, and that is known, not guessed (NOT_FOUND). */
    public static final class NotFound extends Failure {
        public NotFound(String what, String how) {
            super(what, how, null);
        }
    }

    /** Something else stands where the request wants to stand (ALREADY_EXISTS). */
    public static final class AlreadyExists extends Failure {
        public AlreadyExists(String what, String how) {
            super(what, how, null);
        }
    }

    /** The state forbids it until somebody changes the state (FAILED_PRECONDITION). */
    public static final class Conflict extends Failure {
        public Conflict(String what, String how) {
            super(what, how, null);
        }
    }

    /** Another operation on the same volume is under way (ABORTED). */
    public static final class Busy extends Failure {
        public Busy(String what, String how) {
            super(what, how, null);
        }
    }

    /** A paging token that this server did not issue, or that has expired (ABORTED). */
    public static final class InvalidToken extends Failure {
        public InvalidToken(String what, String how) {
            super(what, how, null);
        }
    }

    /** There is no room (RESOURCE_EXHAUSTED). */
    public static final class NoSpace extends Failure {
        public NoSpace(String what, String how) {
            super(what, how, null);
        }
    }

    /** A number outside what can be done (OUT_OF_RANGE). */
    public static final class OutOfRange extends Failure {
        public OutOfRange(String what, String how) {
            super(what, how, null);
        }
    }

    /** Nothing is known to be wrong with the request; trying again later is right (UNAVAILABLE). */
    public static final class Unavailable extends Failure {
        public Unavailable(String what, String how) {
            super(what, how, null);
        }

        public Unavailable(String what, String how, Throwable cause) {
            super(what, how, cause);
        }
    }

    /** The device or the host said something that this driver does not understand; its text is quoted (INTERNAL). */
    public static final class Unexpected extends Failure {
        public Unexpected(String what, String how) {
            super(what, how, null);
        }
    }
}
