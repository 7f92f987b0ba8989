package io.srvlab.csi.rds.mount;

import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Which processes of this host use a device: those that have its node open, and one for each mount namespace in which it is
 * mounted. It sees what its own PID namespace and rights let it see, so it proves use, never disuse; this process and its children
 * do not count (a driver that saw itself blocked every unstage, and a mkfs that hangs is nobody's use of the volume).
 */
public final class DeviceUsers {
    private static final int NAMED = 8;

    private final Path proc;
    private final long self;
    private final Scheduler host;
    private final Duration deadline;

    /** {@code proc} is {@code /proc}; {@code self} is this process's id there. */
    public DeviceUsers(Path proc, long self, Scheduler host, Duration deadline) {
        this.proc = proc;
        this.self = self;
        this.host = host;
        this.deadline = deadline;
    }

    /** Conflict that names the processes, unless none is seen; an answer that does not come in time is Unavailable. */
    public Mono<Void> requireNone(BlockDevice device) {
        return Mono.fromCallable(() -> users(device))
                .subscribeOn(host)
                .timeout(deadline)
                .onErrorMap(IOException.class, fault -> unknown(device, fault))
                .onErrorMap(TimeoutException.class, fault -> unknown(device, fault))
                .filter(users -> !users.isEmpty())
                .flatMap(users -> Mono.error(inUse(device, users)));
    }

    private List<String> users(BlockDevice device) throws IOException {
        List<String> users = new ArrayList<>();
        Set<String> namespaces = new HashSet<>();
        namespaces.add(namespace(proc.resolve(Long.toString(self))));
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                if (users.size() < NAMED && !process.endsWith(Long.toString(self))) {
                    use(process, device, namespaces).ifPresent(users::add);
                }
            }
        }
        return users;
    }

    private Optional<String> use(Path process, BlockDevice device, Set<String> namespaces) {
        boolean unseen = namespaces.add(namespace(process));
        if (hasOpen(process, device) && !isChild(process)) {
            return Optional.of(name(process) + " has it open");
        }
        return unseen && hasMounted(process, device)
                ? Optional.of(name(process) + " has it mounted in its namespace")
                : Optional.empty();
    }

    /** Another process may end, or be out of our sight, at any moment: what cannot be read says nothing. */
    private static boolean hasOpen(Path process, BlockDevice device) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : files) {
                if (isOpen(file, device)) {
                    return true;
                }
            }
            return false;
        } catch (IOException gone) {
            return false;
        }
    }

    private boolean isChild(Path process) {
        try {
            return Files.readAllLines(process.resolve("status")).contains("PPid:\t" + self);
        } catch (IOException gone) {
            return false;
        }
    }

    private static boolean isOpen(Path file, BlockDevice device) {
        try {
            Path target = Files.readSymbolicLink(file);
            return target.equals(device.path()) || target.endsWith("dev/" + device.name());
        } catch (IOException gone) {
            return false;
        }
    }

    private static boolean hasMounted(Path process, BlockDevice device) {
        try (InputStream in = Files.newInputStream(process.resolve("mountinfo"))) {
            return !new MountLines(MountLines.MAJOR_MINOR, device.majorMinor())
                    .read(in, new byte[1 << 16])
                    .isEmpty();
        } catch (IOException gone) {
            return false;
        }
    }

    private static String namespace(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("ns/mnt")).toString();
        } catch (IOException gone) {
            return "";
        }
    }

    private static String name(Path process) {
        String pid = process.getFileName().toString();
        try {
            return Files.readString(process.resolve("comm")).strip() + "[" + pid + "]";
        } catch (IOException gone) {
            return "process " + pid;
        }
    }

    private static Failure inUse(BlockDevice device, List<String> users) {
        return new Failure.Conflict(
                device.path() + " is in use: " + String.join(", ", users),
                "stop these processes (or wait for their pod to end) before the volume is taken from this node");
    }

    private static Failure unknown(BlockDevice device, Throwable fault) {
        return new Failure.Unavailable(
                "cannot see who uses " + device.path() + ": " + fault.getMessage(), "retry", fault);
    }
}
