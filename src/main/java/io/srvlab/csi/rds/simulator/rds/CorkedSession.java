package io.srvlab.csi.rds.simulator.rds;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.channel.IoWriteFutureImpl;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * A connection that collects what is written while it is corked and sends it in one piece. Without this, Nagle's algorithm
 * would hold back everything after the first of the five packets of an answer until the client's delayed acknowledgement.
 */
final class CorkedSession implements InvocationHandler {
    private static final String CORK = "cork";
    private final IoSession connection;
    private final AtomicInteger corks = new AtomicInteger();
    private final ByteArrayBuffer held = new ByteArrayBuffer();
    private final List<Runnable> afterwards = new ArrayList<>();

    private CorkedSession(IoSession connection) {
        this.connection = connection;
    }

    /** The connection as the session is to use it. */
    static IoSession of(IoSession connection) {
        var corked = new CorkedSession(connection);
        connection.setAttribute(CORK, corked);
        return (IoSession)
                Proxy.newProxyInstance(IoSession.class.getClassLoader(), new Class<?>[] {IoSession.class}, corked);
    }

    /** Does the step and sends what it wrote in one piece. */
    static <E extends Exception> void whole(IoSession connection, Step<E> step) throws E {
        if (!(connection.getAttribute(CORK) instanceof CorkedSession corked)) {
            step.run();
            return;
        }
        corked.corks.incrementAndGet();
        try {
            step.run();
        } finally {
            corked.uncork();
        }
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("writeBuffer")) {
            return write((Buffer) arguments[0]);
        }
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    private synchronized IoWriteFuture write(Buffer buffer) throws IOException {
        if (corks.get() == 0) {
            return connection.writeBuffer(buffer);
        }
        held.putRawBytes(buffer.array(), buffer.rpos(), buffer.available());
        var taken = new IoWriteFutureImpl(connection, buffer);
        taken.setValue(true);
        return taken;
    }

    /** Does the step when what is held back now has been sent. */
    static void afterwards(IoSession connection, Runnable step) {
        if (connection.getAttribute(CORK) instanceof CorkedSession corked) {
            synchronized (corked) {
                corked.afterwards.add(step);
            }
        }
    }

    private synchronized void uncork() {
        if (corks.decrementAndGet() > 0) {
            return;
        }
        List<Runnable> steps = List.copyOf(afterwards);
        afterwards.clear();
        if (held.available() == 0) {
            steps.forEach(Runnable::run);
            return;
        }
        var all = new ByteArrayBuffer(held.getCompactData());
        held.clear();
        try {
            connection.writeBuffer(all).addListener(done -> steps.forEach(Runnable::run));
        } catch (IOException gone) {
            steps.forEach(Runnable::run);
        }
    }

    /** What is done while corked. */
    interface Step<E extends Exception> {
        void run() throws E;
    }
}
