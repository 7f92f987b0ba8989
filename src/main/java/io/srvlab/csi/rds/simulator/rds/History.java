package io.srvlab.csi.rds.simulator.rds;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** The last commands that were executed, how many there have been, and how long the device was busy with them. */
public final class History {
    private static final int KEPT = 10_000;
    private static final long KEPT_CHARACTERS = 32L << 20;
    private final Deque<Execution> last = new ArrayDeque<>();
    private final AtomicLong total = new AtomicLong();
    private final AtomicLong characters = new AtomicLong();
    private final AtomicLong busyNanos = new AtomicLong();

    synchronized void record(long session, String line, String output, Duration took) {
        last.addLast(new Execution(total.incrementAndGet(), session, line, output, took));
        characters.addAndGet(line.length() + output.length());
        busyNanos.addAndGet(took.toNanos());
        while (last.size() > KEPT || (characters.get() > KEPT_CHARACTERS && last.size() > 1)) {
            Execution oldest = last.removeFirst();
            characters.addAndGet(-oldest.line().length() - oldest.output().length());
        }
    }

    public synchronized List<Execution> executions() {
        return List.copyOf(last);
    }

    /** Commands since the start, or since the last {@link #clear()}: round trips. */
    public long count() {
        return total.get();
    }

    /** The time that all those commands took on the device itself. */
    public Duration busy() {
        return Duration.ofNanos(busyNanos.get());
    }

    /** How many of the kept commands have this text in them. */
    public synchronized long count(String text) {
        return last.stream()
                .filter(execution -> execution.line().contains(text))
                .count();
    }

    public synchronized void clear() {
        last.clear();
        total.set(0);
        busyNanos.set(0);
        characters.set(0);
    }

    /** Commands and answers as text, to be read or replayed. */
    public synchronized String transcript() {
        return last.stream()
                .map(execution ->
                        "> " + execution.line() + "\n" + execution.output().replace("\r\n", "\n"))
                .collect(Collectors.joining("\n"));
    }
}
