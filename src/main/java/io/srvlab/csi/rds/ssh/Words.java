package io.srvlab.csi.rds.ssh;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;

/** What went wrong and how long, in words for people. */
final class Words {
    private Words() {}

    static String of(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    static String of(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return switch (root) {
            case UnresolvedAddressException e -> "unknown host";
            case UnknownHostException e -> "unknown host";
            case NoRouteToHostException e -> "no route";
            case SocketTimeoutException e -> "no answer";
            case ConnectException e -> message.contains("refused") ? "connection refused" : message;
            default -> message;
        };
    }
}
