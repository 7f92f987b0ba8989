package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.host.DirectoryEvents;
import io.srvlab.csi.rds.host.ForkedHostCommands;
import io.srvlab.csi.rds.host.HostCommand;
import io.srvlab.csi.rds.host.KernelFabricsDevice;
import io.srvlab.csi.rds.nvme.ShieldMode;
import io.srvlab.csi.rds.volume.VolumeGate;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The guest in which a scenario runs: the driver on its kernel, its programs, and its console. */
final class GuestKernel {
    private static final Path RUN = Path.of("/tmp/shield");
    private static final Scheduler IO = Schedulers.newBoundedElastic(32, 4096, "host", 60, true);
    private static final ForkedHostCommands COMMANDS =
            new ForkedHostCommands(IO, RUN.resolve("scratch"), VolumeGate.VOLUME, Path.of("/sys/fs/cgroup"));

    private GuestKernel() {}

    /** A process of the driver, wired as in production. */
    static DriverUnderTest driver() {
        Path sys = Path.of("/sys");
        Path dev = Path.of("/dev");
        var fabrics = new KernelFabricsDevice(dev.resolve("nvme-fabrics"), sys, IO, IO);
        var roots = new DriverUnderTest.Roots(sys, dev, Path.of("/proc/self/mountinfo"));
        var events = new DirectoryEvents(dev, IO);
        var host = new DriverUnderTest.Host(RUN.resolve("records"), fabrics, roots, events, Clock.systemUTC(), IO);
        return new DriverUnderTest(host, COMMANDS, ShieldMode.ON);
    }

    static void pause(int seconds) {
        Mono.delay(Duration.ofSeconds(seconds)).block();
    }

    static void done(String what, Mono<Void> work) {
        long start = System.nanoTime();
        work.onErrorResume(fault -> Mono.fromRunnable(() -> print(what + " FAILED: " + fault)))
                .block();
        print(what + " took " + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
    }

    static String run(String script) {
        var output = COMMANDS.run(HostCommand.of(Duration.ofSeconds(60), "bash", "-c", script))
                .block();
        print(script + " -> " + output.exitStatus() + " " + output.text());
        return output.text();
    }

    static void print(String line) {
        System.out.println("SHIELD " + line);
    }
}
