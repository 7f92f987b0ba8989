package io.srvlab.csi.rds.mount;

import io.srvlab.csi.rds.volume.BlockDevice;
import io.srvlab.csi.rds.volume.Failure;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Reads the beginning and the end of a device and says whether they are zero. Every filesystem, RAID and partition table has
 * its mark in one of the two; a device that cannot be read in full is not blank but unknown, and the call fails.
 */
public final class BlankCheck {
    private static final int MEBIBYTE = 1 << 20;
    private static final int MOST_READERS = 8;

    private final Scheduler host;
    private final Duration deadline;

    /** Devices with a read under way; one that hangs in the kernel keeps its thread, and gets no second. */
    private final Set<String> reading = ConcurrentHashMap.newKeySet();

    public BlankCheck(Scheduler host, Duration deadline) {
        this.host = host;
        this.deadline = deadline;
    }

    public Mono<Boolean> isBlank(BlockDevice device) {
        return Mono.fromCallable(() -> alone(device))
                .subscribeOn(host)
                .timeout(deadline)
                .onErrorMap(IOException.class, fault -> unreadable(device, fault))
                .onErrorMap(TimeoutException.class, fault -> unreadable(device, fault));
    }

    private boolean alone(BlockDevice device) throws IOException {
        if (reading.size() >= MOST_READERS || !reading.add(device.majorMinor())) {
            throw new IOException("earlier reads of " + reading + " still hang in the kernel");
        }
        try {
            return bothEndsAreZero(device);
        } finally {
            reading.remove(device.majorMinor());
        }
    }

    private static boolean bothEndsAreZero(BlockDevice device) throws IOException {
        long size = device.size().bytes();
        int length = (int) Math.min(MEBIBYTE, size);
        try (FileChannel channel = FileChannel.open(device.path(), StandardOpenOption.READ)) {
            return length > 0 && zero(channel, 0, length) && zero(channel, size - length, length);
        }
    }

    private static boolean zero(FileChannel channel, long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                throw new EOFException("the device ends before its size");
            }
        }
        byte[] read = bytes.array();
        return IntStream.range(0, length).allMatch(at -> read[at] == 0);
    }

    private static Failure unreadable(BlockDevice device, Throwable fault) {
        return new Failure.Unavailable(
                "cannot read " + device.path() + ": " + fault.getMessage(), "see the node's kernel log", fault);
    }
}
