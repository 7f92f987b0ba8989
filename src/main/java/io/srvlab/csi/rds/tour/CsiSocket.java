package io.srvlab.csi.rds.tour;

import csi.v1.ReactorControllerGrpc;
import csi.v1.ReactorControllerGrpc.ReactorControllerStub;
import csi.v1.ReactorIdentityGrpc;
import csi.v1.ReactorIdentityGrpc.ReactorIdentityStub;
import csi.v1.ReactorNodeGrpc;
import csi.v1.ReactorNodeGrpc.ReactorNodeStub;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A CSI client's end of a driver's unix socket. Every call made through it has the same deadline. */
public final class CsiSocket implements AutoCloseable {
    private static final int MAX_MESSAGE = 64 << 20;

    private final EventLoopGroup loop;
    private final ManagedChannel channel;

    private CsiSocket(EventLoopGroup loop, ManagedChannel channel) {
        this.loop = loop;
        this.channel = channel;
    }

    /** Does not connect: the first call does, and fails if nobody listens. */
    public static CsiSocket open(Path socket, Duration deadline) {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("csi-client", true), NioIoHandler.newFactory());
        ManagedChannel channel = NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .eventLoopGroup(loop)
                .channelType(NioDomainSocketChannel.class)
                // A socket's path is no host name; kubelet and sidecars say localhost, too.
                .overrideAuthority("localhost")
                .maxInboundMessageSize(MAX_MESSAGE)
                .directExecutor()
                .intercept(new EachCallEnds(deadline))
                .usePlaintext()
                .build();
        return new CsiSocket(loop, channel);
    }

    public ReactorIdentityStub identity() {
        return ReactorIdentityGrpc.newReactorStub(channel);
    }

    public ReactorControllerStub controller() {
        return ReactorControllerGrpc.newReactorStub(channel);
    }

    public ReactorNodeStub node() {
        return ReactorNodeGrpc.newReactorStub(channel);
    }

    /** Breaks off what is under way; returns at once. */
    // The loop's threads are daemons: nobody needs to know when the last one has ended.
    @SuppressWarnings("FutureReturnValueIgnored")
    @Override
    public void close() {
        channel.shutdownNow();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** The deadline begins when a call does, not when its publisher is assembled. */
    private record EachCallEnds(Duration within) implements ClientInterceptor {
        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> rpc, CallOptions options, Channel next) {
            return next.newCall(rpc, options.withDeadlineAfter(within.toMillis(), TimeUnit.MILLISECONDS));
        }
    }
}
