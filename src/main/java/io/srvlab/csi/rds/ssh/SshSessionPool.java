package io.srvlab.csi.rds.ssh;

import io.srvlab.csi.rds.routeros.TransportFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.client.session.ClientSession;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * A bounded set of sessions and the queue before them. Sessions are opened on demand, one at a time, because a device's limit is
 * shared with its administrators' terminals; a refused one more is no failure while others live. Lives on the {@link Loop}.
 */
final class SshSessionPool implements SshSession.Owner {
    /** How long a device's refusal of one more session is respected. */
    private static final Duration LIMIT_MEMORY = Duration.ofSeconds(30);

    /** Callers that come right after a failed attempt share its outcome, so that a storm of calls is no storm of logins. */
    private static final Duration FAILURE_MEMORY = Duration.ofMillis(250);

    /**
     * The first connection gets this long, every third time all of it: attempts are made one at a time, and one at a peer that
     * accepts and says nothing would keep every waiting command from a device that is back by now.
     */
    private static final Duration SHORT_ATTEMPT = Duration.ofSeconds(3);

    private final SshSettings settings;
    private final Loop loop;
    private final SshConnector connector;
    private final Deque<Exec> waiting = new ArrayDeque<>();
    private final List<SshSession> live = new ArrayList<>();
    private final Sinks.Many<SshConnection> changes;
    private volatile SshConnection state = new SshConnection.Down("not connected yet");
    private final AtomicInteger epoch = new AtomicInteger();
    private final AtomicInteger attempts = new AtomicInteger();
    private volatile boolean opening;
    private volatile boolean closed;
    private volatile int limit;
    private volatile @Nullable ConnectFailure recent;

    SshSessionPool(SshSettings settings, Loop loop, SshConnector connector) {
        this.settings = settings;
        this.loop = loop;
        this.connector = connector;
        this.limit = settings.sessions().max();
        this.changes = Sinks.many().replay().latestOrDefault(state);
    }

    SshConnection state() {
        return state;
    }

    Flux<SshConnection> changes() {
        return changes.asFlux();
    }

    /** Counts how often the device was connected anew: what was learnt about it before may no longer hold. */
    int epoch() {
        return epoch.get();
    }

    List<SshSession> live() {
        return List.copyOf(live);
    }

    void submit(Exec exec) {
        ConnectFailure failure = recent;
        if (closed) {
            exec.fail(new TransportFailure.NotSent("the connection to " + settings.address() + " is being shut down"));
        } else if (failure != null && live.isEmpty()) {
            exec.fail(failure.toFailure());
        } else if (waiting.size() >= settings.sessions().pending()) {
            exec.fail(
                    new TransportFailure.NotSent(waiting.size() + " commands already wait for " + settings.address()));
        } else {
            waiting.add(exec);
            drain();
        }
        if (!exec.isDone() && waiting.peekLast() == exec) {
            limitWaiting(exec);
        }
    }

    /** A caller is gone: what still waits is not sent; what is under way ends by itself. */
    void forget(Exec exec) {
        if (waiting.remove(exec)) {
            exec.abandon();
        }
    }

    private Duration patience(Exec exec) {
        return live.isEmpty() ? settings.deadlines().connect() : exec.deadline();
    }

    private void limitWaiting(Exec exec) {
        long since = loop.millis();
        exec.due(loop.after(patience(exec), () -> expire(exec, since)));
    }

    /** Who came before there was a connection has waited for that; now that there is one, it may wait for its turn. */
    private void expire(Exec exec, long since) {
        Duration waited = Duration.ofMillis(loop.millis() - since);
        if (patience(exec).compareTo(waited) > 0) {
            exec.due(loop.after(patience(exec).minus(waited), () -> expire(exec, since)));
            return;
        }
        waiting.remove(exec);
        String what = live.isEmpty() ? " is not connected" : " has no free session";
        exec.fail(new TransportFailure.NotSent(
                settings.address() + what + " within " + Words.of(patience(exec)) + "; nothing was sent"));
    }

    private void drain() {
        SshSession session = waiting.isEmpty() ? null : free();
        while (session != null) {
            session.run(waiting.remove());
            session = waiting.isEmpty() ? null : free();
        }
        if (!waiting.isEmpty()) {
            open();
        }
    }

    /** The first with room: load gathers at the front, and the others fall idle and are closed. */
    private @Nullable SshSession free() {
        for (SshSession session : live) {
            if (!session.isBroken() && session.running() < settings.sessions().channelsEach()) {
                return session;
            }
        }
        return null;
    }

    /** Opens one more session unless one is coming up or there are enough. */
    void open() {
        if (!opening && !closed && live.size() < limit) {
            opening = true;
            connector.open(attempt(), this::opened, this::failed);
        }
    }

    private Duration attempt() {
        Duration whole = settings.deadlines().connect();
        boolean first = live.isEmpty() && attempts.incrementAndGet() % 3 != 0;
        return first && whole.compareTo(SHORT_ATTEMPT) > 0 ? SHORT_ATTEMPT : whole;
    }

    private void opened(ClientSession connected) {
        opening = false;
        attempts.set(0);
        if (closed) {
            connected.close(true);
            return;
        }
        SshSession session = new SshSession(connected, settings, loop, this);
        live.add(session);
        session.watch();
        if (live.size() == 1) {
            epoch.incrementAndGet();
            become(new SshConnection.Up(Instant.ofEpochMilli(loop.millis())));
        }
        drain();
    }

    private void failed(ConnectFailure failure) {
        opening = false;
        if (!live.isEmpty()) {
            respectLimit();
            return;
        }
        become(new SshConnection.Down(failure.text()));
        if (failure.kind() == ConnectFailure.Kind.LATE && !waiting.isEmpty()) {
            drain();
            return;
        }
        recent = failure;
        loop.after(FAILURE_MEMORY, () -> recent = null);
        failWaiting(failure);
    }

    private void respectLimit() {
        limit = live.size();
        loop.after(LIMIT_MEMORY, this::raiseLimit);
    }

    private void raiseLimit() {
        limit = settings.sessions().max();
        drain();
    }

    private void failWaiting(ConnectFailure failure) {
        for (Exec exec = waiting.poll(); exec != null; exec = waiting.poll()) {
            exec.fail(failure.toFailure());
        }
    }

    @Override
    public void free(SshSession session) {
        drain();
    }

    @Override
    public void lost(SshSession session, String why) {
        live.remove(session);
        if (live.isEmpty() && !closed) {
            limit = settings.sessions().max();
            become(new SshConnection.Down(settings.address() + " is not connected: " + why));
        }
        drain();
    }

    /** Once more on another session; a second refusal is the answer. A device may also say in this way that it has enough. */
    @Override
    public void unsent(Exec exec, String why) {
        if (!live.isEmpty()) {
            respectLimit();
        }
        if (closed || exec.refused() > 1) {
            exec.fail(new TransportFailure.NotSent(settings.address() + " did not take the command: " + why));
            return;
        }
        waiting.addFirst(exec);
        limitWaiting(exec);
        drain();
    }

    private void become(SshConnection next) {
        state = next;
        changes.tryEmitNext(next);
    }

    void close() {
        closed = true;
        failWaiting(new ConnectFailure(
                ConnectFailure.Kind.DOWN, "the connection to " + settings.address() + " is being shut down"));
        live().forEach(session -> session.close("shut down"));
        become(new SshConnection.Down("shut down"));
        changes.tryEmitComplete();
    }
}
