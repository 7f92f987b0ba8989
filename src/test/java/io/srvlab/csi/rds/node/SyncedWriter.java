package io.srvlab.csi.rds.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32;

/** Writes numbered blocks with a checksum, each forced to the disk before the next, and later reads them back. */
final class SyncedWriter implements Runnable {
    private static final int BLOCK = 512;
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final int ROOM = 60_000;

    private final Path file;
    private final boolean existing;
    private final AtomicInteger written = new AtomicInteger();
    private final AtomicInteger errors = new AtomicInteger();
    private final AtomicLong longest = new AtomicLong();
    private volatile boolean stopped;

    /** {@code existing}: a device's node, which must be there, instead of a file that is made. */
    SyncedWriter(Path file, boolean existing) {
        this.file = file;
        this.existing = existing;
    }

    @Override
    public void run() {
        try (FileChannel channel = open()) {
            while (!stopped && written.get() < ROOM) {
                write(channel);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } catch (IOException fault) {
            errors.incrementAndGet();
        }
    }

    void stop() {
        stopped = true;
    }

    int written() {
        return written.get();
    }

    int errors() {
        return errors.get();
    }

    /** The longest that one write has taken since this was last asked. */
    Duration longestStall() {
        return Duration.ofNanos(longest.getAndSet(0));
    }

    /** How many of the acknowledged blocks are not there or not as they were written. */
    int lostIn(Path copy) throws IOException {
        int lost = 0;
        try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.READ)) {
            for (int number = 0; number < written.get(); number++) {
                ByteBuffer read = ByteBuffer.allocate(BLOCK);
                channel.read(read, (long) number * BLOCK);
                lost += read.flip().equals(block(number)) ? 0 : 1;
            }
        }
        return lost;
    }

    private FileChannel open() throws IOException {
        Set<StandardOpenOption> options = existing
                ? Set.of(StandardOpenOption.WRITE)
                : Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        return FileChannel.open(file, options);
    }

    private void write(FileChannel channel) {
        long start = System.nanoTime();
        try {
            channel.write(block(written.get()), (long) written.get() * BLOCK);
            channel.force(true);
            written.incrementAndGet();
        } catch (IOException fault) {
            errors.incrementAndGet();
        }
        longest.accumulateAndGet(System.nanoTime() - start, Math::max);
    }

    private static ByteBuffer block(int number) {
        ByteBuffer block = ByteBuffer.allocate(BLOCK).putInt(number);
        CRC32 check = new CRC32();
        check.update(block.array(), 0, Integer.BYTES);
        return block.putLong(check.getValue()).clear();
    }
}
