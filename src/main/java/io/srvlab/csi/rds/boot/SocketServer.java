package io.srvlab.csi.rds.boot;

import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.springframework.grpc.server.NettyGrpcServerFactory;

/**
 * Makes the gRPC server that listens on the CSI socket. NIO's unix sockets need no native library, so one jar serves every
 * architecture; handlers run on the event loop, because nothing behind them blocks.
 */
public final class SocketServer extends NettyGrpcServerFactory {
    /** CSI messages are small; a list of some ten thousand volumes is not. */
    private static final int MAX_MESSAGE = 16 << 20;

    private final SocketFile socket;
    private final EventLoopGroup loops;

    public SocketServer(SocketFile socket, EventLoopGroup loops) {
        super("unix:" + socket.path(), List.of(), null, null, null);
        this.socket = socket;
        this.loops = loops;
    }

    /** Where it listens. */
    public Path path() {
        return socket.path();
    }

    @Override
    protected NettyServerBuilder newServerBuilder() {
        socket.makeWay();
        return NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket.path()))
                .bossEventLoopGroup(loops)
                .workerEventLoopGroup(loops)
                .channelType(NioServerDomainSocketChannel.class)
                .maxInboundMessageSize(MAX_MESSAGE)
                .directExecutor();
    }
}
