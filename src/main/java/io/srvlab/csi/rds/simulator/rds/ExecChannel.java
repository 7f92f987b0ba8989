package io.srvlab.csi.rds.simulator.rds;

import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.ChannelSession;

/** A session channel that knows only exec, and may be refused or left without an answer when it is opened. */
final class ExecChannel extends ChannelSession {
    private final Sessions sessions;
    private final AtomicBoolean withExitStatus = new AtomicBoolean(true);
    private final AtomicBoolean replyOwed = new AtomicBoolean();

    ExecChannel(Sessions sessions) {
        this.sessions = sessions;
    }

    LoginName login() {
        return LoginName.of(getSession().getUsername());
    }

    long number() {
        return sessions.number(getSession());
    }

    /** The output has been written, its end and the status are next. */
    void announceExit(OptionalInt status) {
        boolean statusFirst = status.isPresent() && sessions.holds(Faults.Condition.STATUS_BEFORE_END);
        try {
            if (replyOwed.getAndSet(false)) {
                Buffer reply = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_SUCCESS, Integer.SIZE);
                reply.putUInt(getRecipient());
                writePacket(reply);
            }
            if (statusFirst) {
                super.sendExitStatus(status.getAsInt());
            }
            withExitStatus.set(status.isPresent() && !statusFirst);
        } catch (IOException gone) {
            withExitStatus.set(false);
        }
    }

    /**
     * Asks the client something and stops listening, so that its answer lies there unread: a connection that is closed then
     * is reset. The step that is left closes it.
     */
    Runnable reset() {
        IoSession connection = getSession().getIoSession();
        connection.suspendRead();
        try {
            Buffer question = getSession().createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST, Long.SIZE);
            question.putString("keepalive@openssh.com");
            question.putBoolean(true);
            getSession().writePacket(question);
        } catch (IOException gone) {
            return () -> connection.close(true);
        }
        return () -> connection.close(true);
    }

    @Override
    protected IoWriteFuture sendResponse(Buffer buffer, String request, RequestHandler.Result result, boolean wantReply)
            throws IOException {
        boolean later = wantReply
                && result == RequestHandler.Result.ReplySuccess
                && sessions.holds(Faults.Condition.OUTPUT_BEFORE_REPLY);
        replyOwed.set(later);
        return super.sendResponse(buffer, request, result, wantReply && !later);
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
        if (withExitStatus.get()) {
            super.sendExitStatus(status);
        }
    }
}
