package io.srvlab.csi.rds.csi;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** Writes exactly one line for every RPC, however it ends, and gives it a number to follow it by. */
public final class CallLog implements ServerInterceptor {
    /** The number of the RPC that the current thread is answering. */
    static final Context.Key<Long> RPC = Context.keyWithDefault("rpc", 0L);

    private final Clock clock;
    private final AtomicLong numbers = new AtomicLong();

    public CallLog(Clock clock) {
        this.clock = clock;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        long number = numbers.incrementAndGet();
        CallLine line = new CallLine(call.getMethodDescriptor(), number, clock);
        Context context = Context.current().withValue(RPC, number);
        return new Heard<>(Contexts.interceptCall(context, new Logged<>(call, line), headers, next), line);
    }

    private static final class Logged<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private final CallLine line;

        Logged(ServerCall<Q, A> call, CallLine line) {
            super(call);
            this.line = line;
        }

        @Override
        public void close(Status status, Metadata trailers) {
            line.write(status);
            super.close(status, trailers);
        }
    }

    private static final class Heard<Q> extends SimpleForwardingServerCallListener<Q> {
        private final CallLine line;

        Heard(ServerCall.Listener<Q> listener, CallLine line) {
            super(listener);
            this.line = line;
        }

        @Override
        public void onMessage(Q request) {
            line.about(request);
            super.onMessage(request);
        }

        @Override
        public void onCancel() {
            line.write(Status.CANCELLED.withDescription("the caller hung up or its deadline passed"));
            super.onCancel();
        }
    }
}
