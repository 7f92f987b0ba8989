package io.srvlab.csi.rds.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.sshd.client.channel.ChannelExec;

/** An exec channel that knows whether its command left us, and whether the device itself ended the answer. */
final class CommandChannel extends ChannelExec {
    /** An answer without end is not waited for. */
    private final Output output = new Output(() -> close(true));

    private volatile boolean sent;
    private volatile boolean refused;
    private volatile boolean ended;

    CommandChannel(String line) {
        super(line, StandardCharsets.UTF_8, null, Map.of());
        setOut(output);
        setErr(output);
    }

    /** Called when the device has confirmed the channel; the command goes out from here. */
    @Override
    protected void doOpen() throws IOException {
        sent = true;
        super.doOpen();
    }

    @Override
    public void handleFailure() throws IOException {
        refused = true;
        super.handleFailure();
        close(true);
    }

    /** Nothing can follow; a device that then forgets to close the channel is not waited for. */
    @Override
    public void handleEof() throws IOException {
        ended = true;
        super.handleEof();
        close(false);
    }

    @Override
    public void handleClose() throws IOException {
        ended = true;
        super.handleClose();
    }

    /** It may have run. */
    boolean isSent() {
        return sent && !refused;
    }

    boolean isEnded() {
        return ended;
    }

    Output output() {
        return output;
    }
}
