package io.srvlab.csi.rds.simulator.rds;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;

/** The open connections, and what one over the limit, or one channel too many, meets. */
final class Sessions implements SessionListener {
    private final Map<Session, Place> open = new LinkedHashMap<>();
    private final AtomicLong lastNumber = new AtomicLong();
    private final int limit;
    private final Box box;

    /** What happens to a channel that is to be opened. */
    enum Admission {
        OPENED,
        REFUSED,
        IGNORED
    }

    private record Place(long number, AtomicInteger channels) {}

    Sessions(int limit, Box box) {
        this.limit = limit;
        this.box = box;
    }

    @Override
    public synchronized void sessionCreated(Session session) {
        open.put(session, new Place(lastNumber.incrementAndGet(), new AtomicInteger()));
    }

    @Override
    public synchronized void sessionClosed(Session session) {
        open.remove(session);
    }

    /** Whether the next connection is closed before a word is said. */
    boolean refusesConnection() {
        return box.is(Unknown.AtLimit.REFUSE_TCP) && count() >= room();
    }

    boolean holds(Faults.Condition condition) {
        return box.faults().holds(condition);
    }

    synchronized int count() {
        return open.size();
    }

    synchronized long number(Session session) {
        Place place = open.get(session);
        return place == null ? 0 : place.number();
    }

    boolean refusesLogin(Session session) {
        return box.faults().holds(Faults.Condition.REFUSE_LOGINS)
                || box.faults().lacks("ssh")
                || (box.is(Unknown.AtLimit.REFUSE_AUTH) && isOverLimit(session));
    }

    synchronized Admission admit(ExecChannel channel) {
        Place place = open.get(channel.getSession());
        if (place == null || box.faults().holds(Faults.Condition.REFUSE_CHANNELS)) {
            return Admission.REFUSED;
        }
        if (isIgnored(place)) {
            return Admission.IGNORED;
        }
        Admission admission = underLimits(channel.getSession(), place);
        if (admission == Admission.OPENED) {
            place.channels().incrementAndGet();
            channel.addCloseFutureListener(closed -> place.channels().decrementAndGet());
        }
        return admission;
    }

    private boolean isIgnored(Place place) {
        boolean parallel = place.channels().get() > 0;
        return box.faults().holds(Faults.Condition.IGNORE_CHANNELS)
                || (parallel && box.faults().holds(Faults.Condition.IGNORE_PARALLEL_CHANNELS));
    }

    private Admission underLimits(Session session, Place place) {
        boolean over = isOverLimit(session);
        if (over && box.is(Unknown.AtLimit.BLOCK)) {
            return Admission.IGNORED;
        }
        boolean refused = over && box.is(Unknown.AtLimit.REFUSE_CHANNEL);
        return refused || place.channels().get() >= channelLimit() ? Admission.REFUSED : Admission.OPENED;
    }

    /** Sessions are served in the order in which they came; whoever is behind the limit waits for one to leave. */
    private synchronized boolean isOverLimit(Session session) {
        return new ArrayList<>(open.keySet()).indexOf(session) >= room();
    }

    private int room() {
        return limit - box.faults().takenSessions();
    }

    private int channelLimit() {
        return switch (box.switches().of(Unknown.ChannelsPerConnection.class)) {
            case TEN -> 10;
            case FOUR -> 4;
            case ONE -> 1;
        };
    }

    /** Cuts every connection, as when the device goes away. */
    void cutAll() {
        List<Session> doomed;
        synchronized (this) {
            doomed = List.copyOf(open.keySet());
        }
        doomed.forEach(session -> session.close(true));
    }
}
