package io.srvlab.csi.rds.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/** One command on the {@link ScriptedSshServer}. */
final class ScriptedCommand implements Command {
    private final String line;
    private final ScriptedSshServer server;
    private volatile OutputStream out = OutputStream.nullOutputStream();
    private volatile ExitCallback exit = (code, message, close) -> {};

    ScriptedCommand(String line, ScriptedSshServer server) {
        this.line = line;
        this.server = server;
    }

    @Override
    public void start(ChannelSession channel, Environment env) {
        server.commands.incrementAndGet();
        ScriptedSshServer.Act act = server.script.get().apply(line);
        if (act.delay().isZero()) {
            play(channel, act);
        } else {
            server.afterwards(act.delay(), () -> play(channel, act));
        }
    }

    private void play(ChannelSession channel, ScriptedSshServer.Act act) {
        try {
            out.write(act.text().getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        switch (act.kind()) {
            case ANSWER -> exit.onExit(0, "", false);
            case CUT -> channel.getSession().close(act.text().isEmpty());
            case SILENT -> {}
        }
    }

    @Override
    public void destroy(ChannelSession channel) {}

    @Override
    public void setInputStream(InputStream in) {}

    @Override
    public void setOutputStream(OutputStream out) {
        this.out = out;
    }

    @Override
    public void setErrorStream(OutputStream err) {}

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }
}
