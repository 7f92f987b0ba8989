package io.srvlab.csi.rds.simulator.host;

import io.srvlab.csi.rds.host.CommandOutput;
import io.srvlab.csi.rds.host.FabricsDevice;
import io.srvlab.csi.rds.host.HostCommand;
import io.srvlab.csi.rds.host.HostCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * A node without a kernel and without privileges: NVMe/TCP, mounts and filesystem tools over a directory tree. State lives as
 * long as the object. One operation at a time, each of milliseconds.
 */
public final class SimulatedHost implements HostCommands, FabricsDevice {
    /** How soon what waits for a target goes on when the target is back. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Path root;
    private final SimulatedKernel kernel;
    private final SimulatedMounts mounts;
    private final SimulatedTools tools;
    private final Scheduler scheduler;
    private final ReentrantLock lock = new ReentrantLock();

    /** {@code root} must be empty or not there; it becomes the node's sys, proc and dev. */
    public SimulatedHost(Path root, SimulatedTarget target, Scheduler scheduler) throws IOException {
        this.root = Files.createDirectories(root).toRealPath();
        this.scheduler = scheduler;
        this.kernel = new SimulatedKernel(target, new SimulatedSysfs(sys(), dev()), dev());
        this.mounts = new SimulatedMounts(kernel, this.root.resolve("filesystems"), mountinfo());
        this.tools = new SimulatedTools(kernel, mounts, new SimulatedNodes(kernel), new SimulatedMaps(kernel, mounts));
    }

    /** What /sys is on a real node. */
    public Path sys() {
        return root.resolve("sys");
    }

    /** What /dev is on a real node. */
    public Path dev() {
        return root.resolve("dev");
    }

    /** What /proc/self/mountinfo is on a real node. */
    public Path mountinfo() {
        return root.resolve("proc/self/mountinfo");
    }

    @Override
    public Mono<CommandOutput> run(HostCommand command) {
        return alone(() -> tools.run(command.words()))
                .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, LOOK).filter(SimulatedHost::waits))
                .onErrorResume(TargetAway.class, begun -> Mono.never())
                .timeout(command.deadline());
    }

    @Override
    public Mono<String> connect(String options) {
        return alone(() -> kernel.connect(options));
    }

    @Override
    public Mono<Void> disconnect(String controller) {
        return alone(() -> {
                    kernel.disconnect(controller);
                    return controller;
                })
                .then();
    }

    @Override
    public Mono<Void> rescan(String controller) {
        return alone(() -> {
                    kernel.rescan(controller);
                    return controller;
                })
                .then();
    }

    /** A simulated connection keeps nothing. */
    @Override
    public Mono<Void> failFast(String controller) {
        return Mono.empty();
    }

    /** Writes what is mounted into the images, as sync(1) does. */
    public Mono<Void> sync() {
        return alone(() -> {
                    mounts.sync();
                    return root;
                })
                .then();
    }

    /** Lets the kernel notice now that a target has gone or come back, instead of with the next command. */
    public Mono<Void> notice() {
        return alone(() -> root).then();
    }

    private <T> Mono<T> alone(Callable<T> work) {
        return Mono.fromCallable(() -> locked(work)).subscribeOn(scheduler);
    }

    private static boolean waits(Throwable fault) {
        return fault instanceof TargetAway away && !away.begun();
    }

    private <T> T locked(Callable<T> work) throws Exception {
        lock.lock();
        try {
            kernel.refreshStates();
            mounts.settle();
            return work.call();
        } finally {
            lock.unlock();
        }
    }
}
