package io.srvlab.csi.rds.simulator.rds;

import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerSessionImpl;
import org.apache.sshd.server.session.SessionFactory;
import org.jspecify.annotations.Nullable;

/** Makes sessions; under the black hole condition connections are accepted and nobody ever speaks or listens on them. */
final class SilentSessions extends SessionFactory {
    private static final String SILENT = "silent";
    private final Sessions sessions;

    SilentSessions(SshServer server, Sessions sessions) {
        super(server);
        this.sessions = sessions;
    }

    @Override
    public void sessionCreated(IoSession session) throws Exception {
        if (sessions.refusesConnection()) {
            session.close(true);
        } else if (sessions.holds(Faults.Condition.BLACK_HOLE)) {
            session.setAttribute(SILENT, true);
        } else {
            super.sessionCreated(session);
        }
    }

    @Override
    protected ServerSessionImpl doCreateSession(IoSession session) throws Exception {
        return super.doCreateSession(CorkedSession.of(session));
    }

    @Override
    public void messageReceived(IoSession session, Readable message) throws Exception {
        if (sessions.holds(Faults.Condition.BLACK_HOLE)) {
            session.setAttribute(SILENT, true);
        }
        if (sessions.holds(Faults.Condition.CUT_HANDSHAKES) && !isLoggedIn(session)) {
            session.close(true);
        } else if (!isSilent(session)) {
            CorkedSession.whole(session, () -> super.messageReceived(session, message));
        }
    }

    @Override
    public void sessionClosed(IoSession session) throws Exception {
        if (getSession(session) != null) {
            super.sessionClosed(session);
        }
    }

    private static boolean isSilent(IoSession session) {
        return session.getAttribute(SILENT) != null;
    }

    private static boolean isLoggedIn(IoSession connection) {
        AbstractSession session = getSession(connection);
        return session != null && session.isAuthenticated();
    }

    private static @Nullable AbstractSession getSession(IoSession session) {
        return AbstractSession.getSession(session, true);
    }
}
