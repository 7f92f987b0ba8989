package io.srvlab.csi.rds.csi;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.srvlab.csi.rds.volume.Failure;

/** The gRPC status of a failure; the only place that knows both. */
final class FailureStatus {
    /** A status travels in an HTTP/2 header, of which clients take 8 kB. */
    private static final int LONGEST = 2000;

    private FailureStatus() {}

    /** What is not a Failure is a bug: its text stays in the log, which finds it as the status's cause. */
    static StatusRuntimeException of(Throwable error) {
        return switch (error) {
            case Failure failure -> code(failure).withDescription(text(failure)).asRuntimeException();
            case StatusRuntimeException status -> status;
            default ->
                Status.INTERNAL
                        .withDescription("internal error; its cause is in the driver's log")
                        .withCause(error)
                        .asRuntimeException();
        };
    }

    private static Status code(Failure failure) {
        return switch (failure) {
            case Failure.InvalidRequest f -> Status.INVALID_ARGUMENT;
            case Failure.NotFound f -> Status.NOT_FOUND;
            case Failure.AlreadyExists f -> Status.ALREADY_EXISTS;
            case Failure.Conflict f -> Status.FAILED_PRECONDITION;
            case Failure.Busy f -> Status.ABORTED;
            case Failure.InvalidToken f -> Status.ABORTED;
            case Failure.NoSpace f -> Status.RESOURCE_EXHAUSTED;
            case Failure.OutOfRange f -> Status.OUT_OF_RANGE;
            case Failure.Unavailable f -> Status.UNAVAILABLE;
            case Failure.Unexpected f -> Status.INTERNAL;
        };
    }

    private static String text(Failure failure) {
        String text = String.valueOf(failure.getMessage());
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
