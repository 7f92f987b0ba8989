package io.srvlab.csi.rds.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.springframework.context.event.EventListener;
import org.springframework.grpc.server.lifecycle.GrpcServerStartedEvent;
import org.springframework.grpc.server.lifecycle.GrpcServerTerminatedEvent;

/** The socket's file: made room for, opened to its group, and taken away at the end. */
public final class SocketFile {
    /** Linux's sockaddr_un holds 107 bytes and a zero. */
    private static final int MAX_PATH = 107;

    private final Path path;
    private final String permissions;

    public SocketFile(Path path, String permissions) {
        this.path = path;
        this.permissions = permissions;
    }

    Path path() {
        return path;
    }

    /** Removes a socket that nobody listens on; refuses to take over a live one, or to delete anything else. */
    void makeWay() {
        if (path.toString().length() > MAX_PATH) {
            throw new IllegalStateException("rds-csi.endpoint '" + path + "' is longer than the " + MAX_PATH
                    + " characters of a unix socket; use a shorter path");
        }
        try {
            Files.createDirectories(directory());
            if (!Files.isWritable(directory())) {
                throw new AccessDeniedException(directory().toString());
            }
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                removeStale();
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    @EventListener
    public void onStarted(GrpcServerStartedEvent started) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    @EventListener
    public void onTerminated(GrpcServerTerminatedEvent terminated) throws IOException {
        Files.deleteIfExists(path);
    }

    private Path directory() {
        Path parent = path.toAbsolutePath().getParent();
        return parent == null ? path : parent;
    }

    /** The messages of file exceptions are bare paths: what is wrong with them is in their types. */
    private UncheckedIOException unusable(IOException cause) {
        String why = cause.getClass().getSimpleName() + ": " + cause.getMessage();
        return new UncheckedIOException(
                "rds-csi.endpoint '" + path + "' cannot be made (" + why + "); use a directory that may be written",
                cause);
    }

    private void removeStale() throws IOException {
        boolean socket = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther();
        if (!socket) {
            throw new IllegalStateException("rds-csi.endpoint '" + path + "' is a file, not a socket; move it away");
        }
        if (answers()) {
            throw new IllegalStateException(
                    "another process serves the CSI socket " + path + "; stop it or use another rds-csi.endpoint");
        }
        Files.delete(path);
    }

    private boolean answers() {
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return client.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException refused) {
            return false;
        }
    }
}
