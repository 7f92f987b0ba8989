package io.srvlab.csi.rds.ssh;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What one command printed on either stream, in the order it came, up to a bound. */
final class Output extends ByteArrayOutputStream {
    static final int LIMIT = 64 << 20;

    private final Runnable whenFull;
    private volatile boolean full;

    Output(Runnable whenFull) {
        super(512);
        this.whenFull = whenFull;
    }

    /** Takes what fits; throwing here would only hide the reason behind a closed channel. */
    @Override
    public synchronized void write(byte[] from, int offset, int count) {
        if (count <= LIMIT - size()) {
            super.write(from, offset, count);
        } else if (!full) {
            full = true;
            whenFull.run();
        }
    }

    boolean isFull() {
        return full;
    }

    String text() {
        return toString(StandardCharsets.UTF_8);
    }
}
