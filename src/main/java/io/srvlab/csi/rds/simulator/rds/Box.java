package io.srvlab.csi.rds.simulator.rds;

import io.srvlab.csi.rds.simulator.console.ConsoleFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** What every part of the device shares: release, switches, faults, chance, time, and the record of broken invariants. */
final class Box {
    private static final double SECONDS_PER_100_GIB = 3;
    private final Faults faults = new Faults();
    private final Invariants invariants = new Invariants();
    private final Clock clock;
    private final Random random;
    private volatile Profile profile;
    private volatile Switches switches;
    private volatile Duration clockOffset = Duration.ZERO;
    private volatile Effects effects = new Effects();
    private final AtomicInteger boots = new AtomicInteger();
    private volatile boolean crashed;
    private volatile LocalDateTime bootedAt;

    Box(Profile profile, Switches switches, long seed, Clock clock) {
        this.profile = profile;
        this.switches = switches;
        this.random = new Random(seed);
        this.clock = clock;
        this.bootedAt = now();
    }

    Faults faults() {
        return faults;
    }

    Invariants invariants() {
        return invariants;
    }

    Random random() {
        return random;
    }

    Profile profile() {
        return profile;
    }

    void profile(Profile installed) {
        profile = installed;
    }

    Switches switches() {
        return switches;
    }

    void switches(Switches chosen) {
        switches = chosen;
    }

    <E extends Enum<E> & Unknown> boolean is(E value) {
        return switches.is(value);
    }

    /** What the command that runs now does beyond its text. */
    Effects effects() {
        return effects;
    }

    void effects(Effects ofCommand) {
        effects = ofCommand;
    }

    /** What writing so many bytes takes, where that is not instant. */
    Duration timeFor(long bytes) {
        return is(Unknown.AddSpeed.BY_SIZE)
                ? Duration.ofNanos((long) (SECONDS_PER_100_GIB * 1e9 * bytes / (100L << 30)))
                : Duration.ZERO;
    }

    int boots() {
        return boots.get();
    }

    /** {@code afterCrash}: nobody had shut the device down before. */
    void booted(boolean afterCrash) {
        crashed = afterCrash;
        bootedAt = now();
        boots.incrementAndGet();
    }

    LocalDateTime bootedAt() {
        return bootedAt;
    }

    void crashed(boolean before) {
        crashed = before;
    }

    boolean crashed() {
        return crashed;
    }

    /** The device's local time, to the second as the device shows it. */
    LocalDateTime now() {
        return LocalDateTime.now(clock).plus(clockOffset).withNano(0);
    }

    void advanceClock(Duration by) {
        clockOffset = clockOffset.plus(by);
    }

    ConsoleFailure failure(ErrorText text) {
        return text.failure(switches, random);
    }
}
