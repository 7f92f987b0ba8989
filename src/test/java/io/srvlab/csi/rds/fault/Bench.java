package io.srvlab.csi.rds.fault;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.srvlab.csi.rds.rds.Disk;
import io.srvlab.csi.rds.rds.DiskSpec;
import io.srvlab.csi.rds.rds.ExportTurn;
import io.srvlab.csi.rds.rds.ExportWish;
import io.srvlab.csi.rds.rds.GuardedRouterOs;
import io.srvlab.csi.rds.rds.PublishedAt;
import io.srvlab.csi.rds.rds.RdsClient;
import io.srvlab.csi.rds.rds.StorageSettings;
import io.srvlab.csi.rds.routeros.TransportFailure;
import io.srvlab.csi.rds.simulator.rds.DemoLogin;
import io.srvlab.csi.rds.simulator.rds.RdsSimulator;
import io.srvlab.csi.rds.simulator.rds.SimulatorSettings;
import io.srvlab.csi.rds.ssh.SshRouterOs;
import io.srvlab.csi.rds.ssh.SshSettings;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.CapacityRange;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.VolumeId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A real client, over real SSH, of a simulated device. */
public final class Bench implements AutoCloseable {
    static final int MOST_SESSIONS = 16;
    public static final String BASE = "/storage-pool/metal-csi";
    /** Changes that leave the generation where it is on a new disk. */
    private static final ExportTurn FIRST = ExportTurn.at(0);

    private static final Path KEYS = keys();
    private static final int SIDE_BY_SIDE = 100;
    private static final Duration LATER = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RdsSimulator device;
    private final Scheduler scheduler;
    private final SshRouterOs ssh;
    private final RdsClient rds;
    private final StorageSettings storage;

    private Bench(RdsSimulator device, StorageSettings storage, String replies) {
        this.device = device;
        this.storage = storage;
        this.scheduler = Schedulers.newBoundedElastic(4, 10_000, "bench");
        DemoLogin login =
                DemoLogin.on(device, "csi", device.settings().directory().resolve("login"));
        this.ssh = new SshRouterOs(settings(device, login, replies), scheduler);
        this.rds = new RdsClient(guarded(ssh), storage);
    }

    public static Bench in(Path directory, World world) {
        return in(directory, world, StorageSettings.Grow.IN_PLACE);
    }

    public static Bench in(Path directory, World world, StorageSettings.Grow grow) {
        SimulatorSettings settings =
                SimulatorSettings.in(directory).withVersion(world.version()).withSwitches(world.switches());
        return new Bench(start(settings), storage(grow), world.replies());
    }

    /** The newest device with its defaults. */
    public static Bench in(Path directory) {
        return of(SimulatorSettings.in(directory), storage(StorageSettings.Grow.IN_PLACE));
    }

    public static Bench of(SimulatorSettings settings, StorageSettings storage) {
        return new Bench(start(settings), storage, "json");
    }

    private static RdsSimulator start(SimulatorSettings settings) {
        String type = settings.switches().getOrDefault("host-key-type", "rsa");
        return RdsSimulator.start(settings.withHostKeyFile(KEYS.resolve(type)));
    }

    /** Making an RSA key takes longer than a test. */
    private static Path keys() {
        try {
            return Files.createTempDirectory("host-keys");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static StorageSettings storage(StorageSettings.Grow grow) {
        return new StorageSettings("bench", BASE, new Capacity(0), 1.0, grow, 4420);
    }

    public RdsSimulator device() {
        return device;
    }

    public SshRouterOs ssh() {
        return ssh;
    }

    public RdsClient rds() {
        return rds;
    }

    public Disk create(String id, Capacity size) {
        return wait(rds.create(spec(id, size)));
    }

    /** A volume that stands already, on a device too old to make it: another client made it before a downgrade. */
    void inherit(String id, Capacity size) {
        device.install(World.NEWEST);
        wait(new RdsClient(guarded(ssh), storage).create(spec(id, size)));
        device.install(device.settings().version());
    }

    /** Made by this client where the device can, inherited where it cannot. */
    void have(World world, String id, Capacity size) {
        if (world.makesVolumes()) {
            create(id, size);
        } else {
            inherit(id, size);
        }
    }

    void createAll(List<String> ids) {
        createAll(ids.stream()
                .map(id -> spec(id, Capacity.ofGibibytes(1)))
                .map(rds::create)
                .toList());
    }

    /** Many at the same time; answers with what they answered, in no order. */
    public List<Disk> createAll(Collection<Mono<Disk>> creations) {
        return wait(Flux.fromIterable(creations)
                .flatMap(Function.identity(), SIDE_BY_SIDE)
                .collectList());
    }

    public void delete(String id) {
        wait(rds.delete(new VolumeId(id), FIRST));
    }

    public Disk grow(String id, Capacity size) {
        return wait(rds.grow(
                new VolumeId(id), new CapacityRange(size, CapacityRange.UNLIMITED), new PublishedAt(false, 0)));
    }

    public Disk openExport(String id) {
        return wait(rds.openExport(new VolumeId(id), FIRST, ExportWish.OPEN));
    }

    public void closeExport(String id) {
        wait(rds.closeExport(new VolumeId(id), FIRST));
    }

    public Disk find(String id) {
        return wait(rds.find(new VolumeId(id)));
    }

    public List<Disk> list() {
        return wait(rds.inventory()).disks();
    }

    /** Bytes that the pool still takes. */
    long available() {
        return wait(rds.inventory()).pool().available().bytes();
    }

    /** Runs a line as an administrator, who expects no answer. */
    public void admin(String line) {
        String answer = device.runAsAdmin(line);
        if (!answer.isBlank()) {
            throw new AssertionError(line + " was answered with " + answer);
        }
    }

    /** A property of the disk in the slot, as the device's own console has it. */
    public String property(String slot, String name) {
        return device.runAsAdmin(":put [/disk/get [/disk/find slot=\"" + slot + "\"] " + name + "]")
                .strip();
    }

    /** Everything the device shows of its disks and files. */
    public String everything() {
        return device.runAsAdmin("/disk/print detail") + device.runAsAdmin("/file/print detail");
    }

    /** Scripts that the device ran while the work was done. */
    public long roundTrips(Runnable work) {
        long before = device.history().count();
        work.run();
        return device.history().count() - before;
    }

    /** Disks below the base path, as the device's own console lists them. */
    public List<String> disks() {
        return lines("/disk/print count-only where file-path~\"metal-csi\"");
    }

    /** Image files below the base path. */
    public List<String> files() {
        return lines("/file/print count-only where name~\"metal-csi/.*img\"");
    }

    public void awaitConnection() {
        wait(rds.probe()
                .onErrorResume(Failure.Conflict.class, old -> Mono.just("connected, and too old"))
                .onErrorResume(Failure.Unavailable.class, away -> Mono.empty())
                .repeatWhenEmpty(tries -> tries.delayElements(LATER)));
    }

    public void dropConnections() {
        device.stopListening();
        device.startListening();
    }

    @Override
    public void close() {
        ssh.close();
        device.close();
        scheduler.dispose();
    }

    private List<String> lines(String count) {
        int many = Integer.parseInt(device.runAsAdmin(count).strip());
        return Collections.nCopies(many, count);
    }

    public static DiskSpec spec(String id, Capacity size) {
        return new DiskSpec(VolumeId.named(id), new CapacityRange(size, CapacityRange.UNLIMITED), BASE, 4420);
    }

    public static <T> T wait(Mono<T> call) {
        return call.block(PATIENCE);
    }

    private static SshSettings settings(RdsSimulator device, DemoLogin login, String replies) {
        Duration deadline = Duration.ofSeconds(5);
        return new SshSettings(
                "127.0.0.1",
                device.port(),
                login.user(),
                login.privateKey(),
                device.hostKeyLine(),
                "",
                SshSettings.Replies.valueOf(replies.toUpperCase(Locale.ROOT)),
                new SshSettings.Sessions(MOST_SESSIONS, 1, 1000, Duration.ofMinutes(5)),
                new SshSettings.Deadlines(Duration.ofSeconds(5), deadline, deadline, Duration.ofSeconds(15)));
    }

    private static GuardedRouterOs guarded(SshRouterOs ssh) {
        RetryConfig retry = RetryConfig.custom()
                .maxAttempts(4)
                .intervalFunction(IntervalFunction.ofExponentialRandomBackoff(Duration.ofMillis(20), 2, 0.5))
                .retryOnException(failure ->
                        failure instanceof TransportFailure.Doubtful || failure instanceof TransportFailure.NotSent)
                .build();
        return new GuardedRouterOs(
                ssh,
                Bulkhead.of(
                        "bench",
                        BulkheadConfig.custom().maxConcurrentCalls(1000).build()),
                CircuitBreaker.ofDefaults("bench"),
                Retry.of("bench", retry),
                new GuardedRouterOs.Deadlines(Duration.ofSeconds(20), Duration.ofSeconds(20)));
    }
}
