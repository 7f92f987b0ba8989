package io.srvlab.csi.rds.ssh;

import io.srvlab.csi.rds.routeros.TransportFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.session.ConnectionService;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;

/** One SSH connection and the commands on it; after any oddity it runs nothing more. Lives on the {@link Loop}. */
final class SshSession {
    private final ClientSession session;
    private final String address;
    private final Duration patience;
    private final Loop loop;
    private final Owner owner;
    private final AtomicInteger running = new AtomicInteger();
    private volatile boolean broken;
    private volatile long usedAt;
    private volatile long heardAt;

    SshSession(ClientSession session, SshSettings settings, Loop loop, Owner owner) {
        this.session = session;
        this.address = settings.address();
        this.patience = settings.deadlines().connect();
        this.loop = loop;
        this.owner = owner;
        this.usedAt = loop.millis();
        this.heardAt = usedAt;
    }

    /** From now on the owner hears when it is lost. */
    void watch() {
        session.addCloseFutureListener(closed -> loop.run(() -> lost("the connection was closed by the other side")));
    }

    int running() {
        return running.get();
    }

    boolean isBroken() {
        return broken;
    }

    long usedAt() {
        return usedAt;
    }

    long heardAt() {
        return heardAt;
    }

    void run(Exec exec) {
        usedAt = loop.millis();
        carry(exec);
    }

    /** Like {@link #run}, but does not count as use. */
    void probe(Exec exec) {
        carry(exec);
    }

    private void carry(Exec exec) {
        running.incrementAndGet();
        CommandChannel channel = new CommandChannel(exec.line());
        Call call = new Call(exec, channel);
        exec.due(loop.after(exec.deadline(), call::late));
        call.opening = loop.after(patience, call::unopened);
        try {
            session.getService(ConnectionService.class).registerChannel(channel);
            channel.addCloseFutureListener(closed -> loop.run(() -> call.end(null)));
            channel.open().addListener(opened -> call.opened(opened.getException()));
        } catch (IOException | IllegalStateException e) {
            call.end(e);
        }
    }

    void close(String why) {
        lost(why);
        session.close(true);
    }

    private void lost(String why) {
        if (!broken) {
            broken = true;
            owner.lost(this, why);
        }
    }

    /** Who holds the session. */
    interface Owner {
        /** It has room for another command. */
        void free(SshSession session);

        void lost(SshSession session, String why);

        /** The command was not sent. */
        void unsent(Exec exec, String why);
    }

    /** One command on this session. */
    private final class Call {
        private final Exec exec;
        private final CommandChannel channel;
        private volatile Disposable opening = Disposables.disposed();
        private volatile boolean over;

        Call(Exec exec, CommandChannel channel) {
            this.exec = exec;
            this.channel = channel;
        }

        void opened(@Nullable Throwable failure) {
            if (failure != null) {
                loop.run(() -> end(failure));
            }
        }

        /** A device may leave the channel beyond its limit open and unanswered: the command may do better elsewhere. */
        void unopened() {
            if (!channel.isSent()) {
                end(new IOException("not opened within " + Words.of(patience)));
            }
        }

        void late() {
            String late = address + " did not answer within " + Words.of(exec.deadline());
            exec.fail(
                    channel.isSent()
                            ? new TransportFailure.Doubtful("the command was sent; " + late)
                            : new TransportFailure.NotSent("the command was not sent; " + late));
            close("no answer within " + Words.of(exec.deadline()));
        }

        void end(@Nullable Throwable failure) {
            if (over) {
                return;
            }
            over = true;
            opening.dispose();
            running.decrementAndGet();
            if (channel.isSent()) {
                answer();
            } else {
                unsent(failure);
            }
            if (!broken) {
                owner.free(SshSession.this);
            }
        }

        private void answer() {
            heardAt = loop.millis();
            if (channel.output().isFull()) {
                exec.fail(new TransportFailure.Doubtful(address + " answered with more than 64 MiB"));
                close("an answer had no end");
            } else {
                exec.answer(channel.output().text(), channel.isEnded());
            }
        }

        /** A device that refuses a channel is out of sessions or confused; another connection may do. */
        private void unsent(@Nullable Throwable failure) {
            String why = failure == null ? "the connection was lost" : "the channel was refused: " + Words.of(failure);
            close(why);
            if (!exec.isDone()) {
                owner.unsent(exec, why);
            }
        }
    }
}
