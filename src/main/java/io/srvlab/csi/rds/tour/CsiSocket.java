package io.srvlab.csi.rds.tour;

import csi.v1.ReactorControllerGrpc;
import csi.v1.ReactorControllerGrpc.ReactorControllerStub;
import csi.v1.ReactorIdentityGrpc;
import csi.v1.ReactorIdentityGrpc.ReactorIdentityStub;
import csi.v1.ReactorNodeGrpc;
import csi.v1.ReactorNodeGrpc.ReactorNodeStub;
import io.grpc.ManagedChannel;
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
    private final Duration deadline;

    private CsiSocket(EventLoopGroup loop, ManagedChannel channel, Duration deadline) {
        this.loop = loop;
        this.channel = channel;
        this.deadline = deadline;
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
                .usePlaintext()
                .build();
        return new CsiSocket(loop, channel, deadline);
    }

    public ReactorIdentityStub identity() {
        return ReactorIdentityGrpc.newReactorStub(channel)
                .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    public ReactorControllerStub controller() {
        return ReactorControllerGrpc.newReactorStub(channel)
                .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    public ReactorNodeStub node() {
        return ReactorNodeGrpc.newReactorStub(channel).withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Breaks off what is under way; returns at once. */
    @Override
    public void close() {
        channel.shutdownNow();
        var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
