package io.srvlab.csi.rds.ssh;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What one command printed on either stream, in the order it came, up to a bound. */
final class Output extends OutputStream {
    static final int LIMIT = 64 << 20;

    private byte[] bytes = new byte[512];
    private int length;
    private boolean full;

    @Override
    public synchronized void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /** Takes what fits; throwing here would only hide the reason behind a closed channel. */
    @Override
    public synchronized void write(byte[] from, int offset, int count) {
        full |= count > LIMIT - length;
        if (full) {
            return;
        }
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(LIMIT, Math.max(length + count, bytes.length * 2)));
        }
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }

    synchronized boolean isFull() {
        return full;
    }

    synchronized String text() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
