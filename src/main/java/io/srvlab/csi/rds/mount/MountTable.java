package io.srvlab.csi.rds.mount;

import io.srvlab.csi.rds.volume.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * What is mounted, read from the kernel each time it is asked. A reader that hangs (mount storms have made mountinfo slow
 * enough to block every node plugin) frees its caller at the deadline.
 */
public final class MountTable {
    private static final int BUFFER = 64 * 1024;

    private final Path mountinfo;
    private final Scheduler host;
    private final Duration deadline;
    private final AtomicReference<byte @Nullable []> spare = new AtomicReference<>();

    /** {@code mountinfo} is {@code /proc/self/mountinfo}. */
    public MountTable(Path mountinfo, Scheduler host, Duration deadline) {
        this.mountinfo = mountinfo;
        this.host = host;
        this.deadline = deadline;
    }

    /** What is mounted exactly there; the topmost when mounts are stacked. */
    public Mono<Optional<MountPoint>> at(Path path) {
        return read(() -> lines(MountLines.MOUNT_POINT, canonical(path).toString()))
                .map(stacked -> stacked.isEmpty() ? Optional.empty() : Optional.of(stacked.getLast()));
    }

    /** Every place where the device, or a directory of its filesystem, is mounted. */
    public Mono<List<MountPoint>> of(String majorMinor) {
        return read(() -> lines(MountLines.MAJOR_MINOR, majorMinor));
    }

    private List<MountPoint> lines(int field, String value) throws IOException {
        byte[] left = spare.getAndSet(null);
        byte[] buffer = left == null ? new byte[BUFFER] : left;
        try (InputStream in = Files.newInputStream(mountinfo)) {
            return new MountLines(field, value).read(in, buffer);
        } finally {
            spare.set(buffer);
        }
    }

    /** The kernel prints resolved paths. Only the parent is resolved: the mount point itself may be a dead filesystem. */
    private static Path canonical(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        return parent != null && Files.isDirectory(parent)
                ? parent.toRealPath().resolve(absolute.getFileName())
                : absolute;
    }

    private <T> Mono<T> read(Callable<T> work) {
        return Mono.fromCallable(work)
                .subscribeOn(host)
                .timeout(deadline)
                .onErrorMap(TimeoutException.class, this::unreadable)
                .onErrorMap(IOException.class, this::unreadable);
    }

    private Failure unreadable(Throwable fault) {
        return new Failure.Unavailable(
                "cannot read " + mountinfo + ": " + fault.getMessage(), "count the node's mounts", fault);
    }
}
