package io.srvlab.csi.rds.simulator.rds;

import io.srvlab.csi.rds.simulator.console.RawText;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.io.IoInputStream;
import org.apache.sshd.common.io.IoOutputStream;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.AsyncCommand;
import org.jspecify.annotations.Nullable;

/** One exec request: the command line runs when its latency is over, and no thread waits meanwhile. */
final class ExecCommand implements AsyncCommand {
    /** Until the client's answer to the question before a reset lies there for certain. */
    private static final Duration UNREAD = Duration.ofMillis(300);

    private final String line;
    private final Duration latency;
    private final Device device;
    private final ScheduledExecutorService timer;
    private volatile boolean closed;
    private volatile @Nullable IoOutputStream out;
    private volatile @Nullable IoOutputStream error;
    private volatile @Nullable ExitCallback exit;

    ExecCommand(String line, Duration latency, Device device, ScheduledExecutorService timer) {
        this.line = line;
        this.latency = latency;
        this.device = device;
        this.timer = timer;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
        List<Fault> faults = device.box().faults().ofLine(line);
        if (Fault.first(faults, Fault.HangUpBefore.class).isPresent()) {
            channel.getSession().close(true);
        } else if (Fault.first(faults, Fault.Reset.class).isPresent()) {
            after(UNREAD, ((ExecChannel) channel).reset());
        } else {
            Runnable work = () -> after(latency, () -> execute((ExecChannel) channel, faults));
            Fault.first(faults, Fault.Gathered.class)
                    .ifPresentOrElse(fault -> fault.with().arrive(work), work);
        }
    }

    private void execute(ExecChannel channel, List<Fault> faults) {
        Switches switches = device.box().switches();
        Outcome outcome = device.run(
                line,
                channel.number(),
                channel.login().columns(switches, device.box().random()));
        Answer answer = Answer.of(outcome, faults, switches);
        Work work = outcome.effects().work();
        if (work.inBackground()) {
            after(work.takes(), () -> settle(work));
        }
        after(answer.after(), () -> {
            if (!work.inBackground()) {
                settle(work);
            }
            send(answer, channel, faults);
        });
    }

    private void settle(Work work) {
        if (!work.takes().isZero() && !(closed && work.diesWithChannel())) {
            device.settle(work);
        }
    }

    private void send(Answer answer, ExecChannel channel, List<Fault> faults) {
        Fault.first(faults, Fault.InPieces.class)
                .ifPresentOrElse(
                        cut -> sendPieces(answer, channel, cut, 0),
                        () -> channel.inOnePiece(() -> send(answer, channel)));
    }

    /** What follows the first bytes, piece by piece, each from the timer so that no stack grows; then the rest. */
    private void sendPieces(Answer answer, ExecChannel channel, Fault.InPieces cut, int sent) {
        byte[] all = RawText.bytes(answer.out());
        int end = Math.min(all.length, sent + cut.bytes());
        Runnable then = end < all.length
                ? () -> after(cut.pause().plusNanos(1), () -> sendPieces(answer, channel, cut, end))
                : () -> write(error, RawText.bytes(answer.error()), () -> end(answer, channel));
        write(out, Arrays.copyOfRange(all, sent, end), then);
    }

    private void send(Answer answer, ExecChannel channel) {
        write(out, RawText.bytes(answer.out()), () -> {
            write(error, RawText.bytes(answer.error()), () -> end(answer, channel));
        });
    }

    private void write(@Nullable IoOutputStream stream, byte[] text, Runnable then) {
        if (stream == null || text.length == 0) {
            then.run();
            return;
        }
        try {
            stream.writeBuffer(new ByteArrayBuffer(text)).addListener(written -> then.run());
        } catch (IOException gone) {
            then.run();
        }
    }

    private void end(Answer answer, ExecChannel channel) {
        ExitCallback callback = exit;
        if (answer.hangUp()) {
            channel.hangUp();
        } else if (!answer.endless() && callback != null) {
            after(answer.statusAfter(), () -> {
                channel.announceExit(answer.status());
                callback.onExit(answer.status().orElse(0));
            });
        }
    }

    private void after(Duration delay, Runnable step) {
        if (delay.isZero()) {
            step.run();
        } else {
            ScheduledFuture<?> _ = timer.schedule(step, delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void setIoOutputStream(IoOutputStream stream) {
        out = stream;
    }

    @Override
    public void setIoErrorStream(IoOutputStream stream) {
        error = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }

    @Override
    public void setIoInputStream(IoInputStream stream) {
        // Nothing is ever read.
    }

    @Override
    public void setInputStream(InputStream stream) {
        // Nothing is ever read.
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        // The asynchronous stream is used.
    }

    @Override
    public void setErrorStream(OutputStream stream) {
        // The asynchronous stream is used.
    }

    @Override
    public void destroy(ChannelSession channel) {
        // A command that has started cannot be taken back, but a copy may end with its channel.
        closed = true;
    }
}
