package io.srvlab.csi.rds.simulator.rds;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** When a fault strikes: at commands the pattern is found in, after some that are let through, a number of times. */
public final class Trigger {
    private final Pattern pattern;
    private final AtomicInteger before;
    private final AtomicInteger times;
    private final BooleanSupplier chance;

    private Trigger(String pattern, int before, int times) {
        this(pattern, before, times, () -> true);
    }

    private Trigger(String pattern, int before, int times, BooleanSupplier chance) {
        this.chance = chance;
        this.pattern = Pattern.compile(pattern);
        this.before = new AtomicInteger(before);
        this.times = new AtomicInteger(times);
    }

    /** The next command of any kind. */
    public static Trigger next() {
        return next("");
    }

    /** The next command that matches, such as {@code /disk[/ ]add}. */
    public static Trigger next(String pattern) {
        return new Trigger(pattern, 0, 1);
    }

    /** The n-th command from now, the first being 1. */
    public static Trigger nth(int n) {
        return new Trigger("", n - 1, 1);
    }

    /** The n-th command from now that matches. */
    public static Trigger nth(int n, String pattern) {
        return new Trigger(pattern, n - 1, 1);
    }

    /** Every command that matches. */
    public static Trigger always(String pattern) {
        return new Trigger(pattern, 0, Integer.MAX_VALUE);
    }

    /** Each command that matches, with this probability; the seed makes it repeatable. */
    public static Trigger sometimes(String pattern, double probability, long seed) {
        Random random = new Random(seed);
        return new Trigger(pattern, 0, Integer.MAX_VALUE, () -> random.nextDouble() < probability);
    }

    /** Every command that matches while the condition holds, such as a certain hour of a test's clock. */
    public static Trigger whenever(String pattern, BooleanSupplier condition) {
        return new Trigger(pattern, 0, Integer.MAX_VALUE, condition);
    }

    synchronized boolean strikes(String command) {
        boolean hit = times.get() > 0 && pattern.matcher(command).find() && before.getAndDecrement() <= 0;
        return hit && chance.getAsBoolean() && times.getAndDecrement() > 0;
    }
}
