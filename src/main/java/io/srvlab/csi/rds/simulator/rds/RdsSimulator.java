package io.srvlab.csi.rds.simulator.rds;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.jspecify.annotations.Nullable;

/** A simulated ROSE Data Server behind a real SSH server. */
public final class RdsSimulator implements AutoCloseable {
    private static final Duration LATE_EXPORTS = Duration.ofMillis(300);
    private final SimulatorSettings settings;
    /** Commands run one at a time; parsing them and sending their answers does not wait for that. */
    private static final int THREADS = 4;

    private final Device device;
    private final SshDoor door;
    private final HostKeys hostKeys;
    private final ScheduledExecutorService timer;
    private final AtomicReference<CompletableFuture<@Nullable Void>> booted =
            new AtomicReference<>(CompletableFuture.completedFuture(null));
    private final AtomicInteger hostKeyChanges = new AtomicInteger();

    private RdsSimulator(SimulatorSettings settings, MachineSettings machine) {
        this.settings = settings;
        device = new Device(
                settings,
                machine.shownExports(settings.directory()),
                machine.persistent(),
                Clock.system(ZoneId.systemDefault()));
        timer = Executors.newScheduledThreadPool(THREADS, RdsSimulator::daemon);
        hostKeys = new HostKeys(settings.seed());
        door = new SshDoor(
                settings, machine.sshAddress(), device, hostKeys.load(settings.hostKeyFile(), hostKeyType()), timer);
    }

    /** Starts a device that only this process sees and that forgets everything when it is closed. */
    public static RdsSimulator start(SimulatorSettings settings) {
        return start(settings, MachineSettings.loopback());
    }

    /** Starts the device and listens for SSH connections. */
    public static RdsSimulator start(SimulatorSettings settings, MachineSettings machine) {
        var simulator = new RdsSimulator(settings, machine);
        String key = settings.login().authorizedKey();
        if (key != null && !key.isBlank()) {
            simulator.authorize(settings.login().user(), key);
        }
        simulator.door.open();
        return simulator;
    }

    /** Lets the user log in with this public key, an OpenSSH line. */
    public void authorize(String user, String publicKey) {
        door.authorize(user, parse(publicKey));
    }

    private static PublicKey parse(String line) {
        try {
            return AuthorizedKeyEntry.parseAuthorizedKeyEntry(line.strip())
                    .resolvePublicKey(null, PublicKeyEntryResolver.FAILING);
        } catch (IOException | GeneralSecurityException bad) {
            throw new IllegalArgumentException("authorized-key; use an OpenSSH public key line", bad);
        }
    }

    /** Lets the user log in with a password too, where the release allows that next to a key. */
    public void password(String user, String password) {
        door.password(user, password);
    }

    public int port() {
        return door.port();
    }

    /** {@code SHA256:…} of the host key. */
    public String hostKeyFingerprint() {
        return KeyUtils.getFingerPrint(door.hostKey().getPublic());
    }

    /** The public host key as an OpenSSH line. */
    public String hostKeyLine() {
        return PublicKeyEntry.toString(door.hostKey().getPublic());
    }

    /** Another host key, for connections from now on. */
    public void changeHostKey() {
        door.hostKey(hostKeys.another(hostKeyType(), hostKeyChanges.incrementAndGet()));
    }

    private Unknown.HostKeyType hostKeyType() {
        return device.box().switches().of(Unknown.HostKeyType.class);
    }

    public SimulatorSettings settings() {
        return settings;
    }

    public Switches switches() {
        return device.box().switches();
    }

    /** Changes the device's unknown behaviours from now on; SSH algorithms from the next {@link #startListening()}. */
    public void switches(Switches chosen) {
        device.switches(chosen);
    }

    /** Another release is on the device, as after an upgrade. */
    public void install(String version) {
        device.install(version);
    }

    public Faults faults() {
        return device.box().faults();
    }

    public Exports exports() {
        return device.exports();
    }

    public History history() {
        return device.history();
    }

    /** SSH connections that are open now. */
    public int sessions() {
        return door.sessions();
    }

    /** What a correct driver never makes happen, and happened. */
    public List<String> violations() {
        return device.box().invariants().violations();
    }

    public void forgetViolations() {
        device.box().invariants().clear();
    }

    /** Runs a line as an administrator from elsewhere, and answers with what it prints. Faults do not touch it. */
    public String runAsAdmin(String line) {
        return device.runAsAdmin(line);
    }

    public Path image(String slot) {
        return device.image(slot);
    }

    /** One more pool on the device. */
    public void addPool(PoolSettings pool) {
        device.addPool(pool);
    }

    /** A host wrote so much into the image: where images are sparse, that is what it takes from the pool. */
    public void occupy(String slot, long bytes) {
        device.occupy(slot, bytes);
    }

    public void markContent(String slot, String marker) {
        device.markContent(slot, marker);
    }

    public String content(String slot) {
        return device.content(slot);
    }

    /** A host made this filesystem in the image. */
    public void markFilesystem(String slot, String filesystem) {
        device.markFilesystem(slot, filesystem);
    }

    public void advanceClock(Duration by) {
        device.box().advanceClock(by);
    }

    /** The device is away: connections are cut, new ones refused. Exports go on; see {@link #reboot} for those. */
    public void stopListening() {
        door.close();
    }

    public void startListening() {
        door.open();
    }

    /** Everything goes away now and comes back after the downtime; exports and pool later still if the switches say so. */
    public void reboot(Duration downtime) {
        restart(downtime, false);
    }

    /** The power goes: a reboot that finds the configuration without its last change. */
    public void loseLastChangeAndReboot(Duration downtime) {
        restart(downtime, true);
    }

    private void restart(Duration downtime, boolean losesLastChange) {
        boolean raidLate = device.box().is(Unknown.RaidAfterBoot.LATE);
        var done = new CompletableFuture<@Nullable Void>();
        booted.set(done);
        door.close();
        exports().away();
        device.boot(losesLastChange);
        if (raidLate) {
            faults().begin(Faults.Condition.POOL_UNMOUNTED);
        }
        boolean late = raidLate || device.box().is(Unknown.ExportsAfterBoot.LATE);
        later(downtime, () -> {
            door.open();
            later(late ? LATE_EXPORTS : Duration.ZERO, () -> comeBack(raidLate, done));
        });
    }

    private void comeBack(boolean withRaid, CompletableFuture<@Nullable Void> done) {
        if (withRaid) {
            faults().end(Faults.Condition.POOL_UNMOUNTED);
        }
        exports().back();
        done.complete(null);
    }

    /** Is done when everything is back after the last reboot. */
    public CompletableFuture<@Nullable Void> booted() {
        return booted.get();
    }

    private void later(Duration delay, Runnable step) {
        ScheduledFuture<?> _ = timer.schedule(step, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        door.close();
        exports().away();
        device.shutDown();
    }

    /** What a failed test needs to be repeated. */
    @Override
    public String toString() {
        return "RouterOS " + device.box().profile().version() + " on port " + port() + ", seed " + settings.seed()
                + ", switches " + switches();
    }

    private static Thread daemon(Runnable work) {
        return Thread.ofPlatform().daemon().name("rds-simulator-timer").unstarted(work);
    }
}
