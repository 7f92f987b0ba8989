package io.srvlab.csi.rds.boot;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.context.event.EventListener;
import org.springframework.grpc.server.lifecycle.GrpcServerShutdownEvent;
import org.springframework.grpc.server.lifecycle.GrpcServerStartedEvent;

/** Serves the kubelet's registration on a socket of its own, while the CSI socket is served: the kubelet calls that at once. */
public final class RegistrationSocket implements AutoCloseable {
    private final Path socket;
    private final Server server;

    public RegistrationSocket(Path socket, BindableService registration, EventLoopGroup loops) {
        this.socket = socket;
        this.server = NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .bossEventLoopGroup(loops)
                .workerEventLoopGroup(loops)
                .channelType(NioServerDomainSocketChannel.class)
                .directExecutor()
                .addService(registration)
                .build();
    }

    @EventListener
    public void onStarted(GrpcServerStartedEvent started) throws IOException {
        open();
    }

    /** The socket of a driver that was killed is still there; the kubelet takes a new one for a new registration. */
    void open() throws IOException {
        Files.createDirectories(socket.toAbsolutePath().getParent());
        Files.deleteIfExists(socket);
        server.start();
    }

    @EventListener
    public void onShutdown(GrpcServerShutdownEvent shutdown) throws IOException {
        close();
    }

    @Override
    public void close() throws IOException {
        server.shutdownNow();
        Files.deleteIfExists(socket);
    }
}
