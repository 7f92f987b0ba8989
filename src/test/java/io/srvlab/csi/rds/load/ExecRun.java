package io.srvlab.csi.rds.load;

import com.sun.management.OperatingSystemMXBean;
import io.srvlab.csi.rds.rds.DiskSpec;
import io.srvlab.csi.rds.rds.ExportTurn;
import io.srvlab.csi.rds.rds.ExportWish;
import io.srvlab.csi.rds.rds.RdsClient;
import io.srvlab.csi.rds.rds.StorageSettings;
import io.srvlab.csi.rds.routeros.Expression;
import io.srvlab.csi.rds.routeros.Script;
import io.srvlab.csi.rds.routeros.Statement;
import io.srvlab.csi.rds.simulator.rds.DemoLogin;
import io.srvlab.csi.rds.simulator.rds.RdsSimulator;
import io.srvlab.csi.rds.simulator.rds.SimulatorSettings;
import io.srvlab.csi.rds.ssh.SshRouterOs;
import io.srvlab.csi.rds.ssh.SshSettings;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.CapacityRange;
import io.srvlab.csi.rds.volume.VolumeId;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Prints how many commands a second go over SSH to the simulated RDS, client and device in this one process, and what they cost.
 * {@code -Drun.commands} and {@code -Drun.rounds} say how many, {@code -Drun.only} which.
 */
final class ExecRun {
    private static final Script ASK = Script.reading("ask", Statement.show("n", Expression.number(1)));
    private static final String BASE = "/storage-pool/metal-csi";
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final int commands = Integer.getInteger("run.commands", 5000);
    private final int disks = Integer.getInteger("run.disks", 1000);
    private final String only = System.getProperty("run.only", "");
    private final RdsSimulator device;
    private final SshRouterOs ssh;
    private final RdsClient rds;

    private ExecRun(RdsSimulator device, SshRouterOs ssh) {
        this.device = device;
        this.ssh = ssh;
        this.rds = new RdsClient(
                ssh, new StorageSettings("run", BASE, new Capacity(0), 1.0, StorageSettings.Grow.IN_PLACE, 4420));
    }

    public static void main(String[] args) throws IOException {
        Path directory = Files.createTempDirectory("exec-run-");
        Scheduler scheduler = Schedulers.newBoundedElastic(4, 100_000, "exec-run");
        SimulatorSettings settings = SimulatorSettings.in(directory)
                .withMaxSessions(100)
                .withLatency(Duration.ofMillis(Long.getLong("run.latency", 0)));
        try (RdsSimulator device = RdsSimulator.start(settings);
                SshRouterOs ssh = new SshRouterOs(way(device, directory), scheduler)) {
            ExecRun run = new ExecRun(device, ssh);
            for (int round = 0; round < Integer.getInteger("run.rounds", 3); round++) {
                run.round(round);
            }
        } finally {
            scheduler.dispose();
        }
    }

    private void round(int round) {
        System.out.println("round " + round);
        print("bare, 16 at once", commands, 16, i -> ssh.execute(ASK));
        print("bare, 64 at once", commands, 64, i -> ssh.execute(ASK));
        print("bare, in a row", commands, 1, i -> ssh.execute(ASK));
        print("create, 32 at once", disks, 32, i -> rds.create(spec(round, i)));
        print(
                "open export, 32 at once",
                disks,
                32,
                i -> rds.openExport(id(round, i), ExportTurn.at(0), ExportWish.OPEN));
        print("inventory, in a row", 50, 1, i -> rds.inventory());
        print("find, 16 at once", commands, 16, i -> rds.find(id(round, i % disks)));
        print("delete, 32 at once", disks, 32, i -> rds.delete(id(round, i), ExportTurn.at(0)));
    }

    private void print(String name, int times, int atOnce, Function<Integer, Mono<?>> call) {
        if (!name.contains(only)) {
            return;
        }
        device.history().clear();
        long cpu = cpu();
        Phase.Result result = Objects.requireNonNull(new Phase<>(name, call)
                .run(Flux.range(0, times), atOnce, RoundTrips.UNKNOWN)
                .block(LONGEST));
        System.out.printf(
                Locale.ROOT,
                "%-26s %6d %8.0f/s  p50 %7.2f ms  p99 %7.2f ms  cpu %7.3f ms each  device %7.3f ms each  %s%n",
                name,
                times,
                result.perSecond(),
                result.percentileMillis(0.50),
                result.percentileMillis(0.99),
                (cpu() - cpu) / 1e6 / times,
                deviceMillis(),
                List.copyOf(result.failures().entrySet()));
    }

    private double deviceMillis() {
        return device.history().executions().stream()
                        .mapToLong(execution -> execution.took().toNanos())
                        .average()
                        .orElse(0)
                / 1e6;
    }

    private static long cpu() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /** As a provisioner names volumes: no id is the beginning of another. */
    private static VolumeId id(int round, int i) {
        byte[] name = (round + "-" + i).getBytes(StandardCharsets.UTF_8);
        return VolumeId.named("pvc-" + UUID.nameUUIDFromBytes(name));
    }

    private static DiskSpec spec(int round, int i) {
        Capacity size = new Capacity(16L << 20);
        return new DiskSpec(id(round, i), new CapacityRange(size, CapacityRange.UNLIMITED), BASE, 4420);
    }

    private static SshSettings way(RdsSimulator device, Path directory) {
        DemoLogin login = DemoLogin.on(device, "csi", directory.resolve("login"));
        Duration deadline = Duration.ofSeconds(60);
        return new SshSettings(
                "127.0.0.1",
                device.port(),
                login.user(),
                login.privateKey(),
                device.hostKeyLine(),
                "",
                SshSettings.Replies.JSON,
                new SshSettings.Sessions(Integer.getInteger("run.sessions", 16), 1, 100_000, Duration.ofMinutes(5)),
                new SshSettings.Deadlines(deadline, deadline, deadline, Duration.ofSeconds(15)));
    }
}
