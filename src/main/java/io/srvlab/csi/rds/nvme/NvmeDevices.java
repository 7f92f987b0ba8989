package io.srvlab.csi.rds.nvme;

import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.Nqn;
import io.srvlab.csi.rds.volume.VolumeId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** From an NQN to this host's controllers and block device, as sysfs has them now; nothing is remembered. */
public final class NvmeDevices {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final NvmeSubsystems subsystems;
    private final Scheduler host;

    public NvmeDevices(Path sysRoot, Path devRoot, Scheduler host) {
        this.subsystems = new NvmeSubsystems(sysRoot, devRoot);
        this.host = host;
    }

    /** The block device of the NQN; empty while there is none. */
    public Mono<Optional<BlockDevice>> find(Nqn nqn) {
        return read(() -> subsystems.device(nqn));
    }

    /** The controllers connected to the NQN, in whatever state. */
    public Mono<List<NvmeController>> controllers(Nqn nqn) {
        return read(() -> subsystems.controllers(nqn));
    }

    /** What this host has of each NQN it is connected to. */
    public Mono<Map<String, NvmePaths>> survey() {
        return read(subsystems::survey);
    }

    /** The NQNs of the volume, rotated or not, that this host is connected to; none of another volume's. */
    public Mono<List<Nqn>> connected(VolumeId volume) {
        return survey().map(all -> all.keySet().stream()
                .flatMap(text -> Nqn.in(text).stream())
                .filter(nqn -> nqn.isOf(volume))
                .toList());
    }

    /** What the target says that the NQN's namespace is. */
    public Mono<NamespaceIdentity> identity(Nqn nqn, BlockDevice head) {
        return read(() -> subsystems.identity(nqn, head));
    }

    /** Whether a filesystem or another device still holds the device open in the kernel. */
    public Mono<Boolean> inUse(BlockDevice device) {
        return read(() -> subsystems.inUse(device));
    }

    /** Whether {@code source}, as the mount table names it, was an NVMe device or a map of this number and is there no more. */
    public Mono<Boolean> hasGone(String source, String majorMinor) {
        return read(() -> subsystems.hasGone(source, majorMinor));
    }

    private <T> Mono<T> read(Callable<T> work) {
        return Mono.fromCallable(work)
                .subscribeOn(host)
                .timeout(DEADLINE)
                .onErrorMap(IOException.class, NvmeDevices::unreadable)
                .onErrorMap(TimeoutException.class, NvmeDevices::unreadable);
    }

    private static Failure unreadable(Throwable fault) {
        return new Failure.Unavailable("cannot read sysfs: " + fault.getMessage(), "see the node's kernel log", fault);
    }
}
