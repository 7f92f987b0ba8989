package io.srvlab.csi.rds.simulator.rds;

import java.io.IOException;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.ChannelSession;

/** A session channel that knows only exec, and may be refused or left without an answer when it is opened. */
final class ExecChannel extends ChannelSession {
    private final Sessions sessions;
    private volatile boolean withExitStatus = true;

    ExecChannel(Sessions sessions) {
        this.sessions = sessions;
    }

    LoginName login() {
        return LoginName.of(getSession().getUsername());
    }

    long number() {
        return sessions.number(getSession());
    }

    void announceExit(boolean status) {
        withExitStatus = status;
    }

    /** Cuts the connection when what was written has been sent. */
    void hangUp() {
        CorkedSession.afterwards(getSession().getIoSession(), () -> getSession().close(true));
    }

    /** Does the step and sends what it wrote as one piece. */
    void inOnePiece(Runnable step) {
        CorkedSession.whole(getSession().getIoSession(), step::run);
    }

    @Override
    protected OpenFuture doInit(Buffer buffer) {
        return switch (sessions.admit(this)) {
            case OPENED -> super.doInit(buffer);
            case REFUSED -> refusal();
            case IGNORED -> new DefaultOpenFuture(this, this);
        };
    }

    private OpenFuture refusal() {
        var refused = new DefaultOpenFuture(this, this);
        refused.setException(new SshChannelOpenException(
                getChannelId(), SshConstants.SSH_OPEN_RESOURCE_SHORTAGE, "too many sessions"));
        return refused;
    }

    @Override
    protected RequestHandler.Result handleInternalRequest(String request, boolean wantReply, Buffer buffer)
            throws IOException {
        return request.equals("exec")
                ? super.handleInternalRequest(request, wantReply, buffer)
                : RequestHandler.Result.ReplyFailure;
    }

    @Override
    protected void sendExitStatus(int status) throws IOException {
        if (withExitStatus) {
            super.sendExitStatus(status);
        }
    }
}
