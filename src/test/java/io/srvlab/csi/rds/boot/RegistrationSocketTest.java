package io.srvlab.csi.rds.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.srvlab.csi.rds.csi.KubeletRegistration;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pluginregistration.v1.PluginRegistration.InfoRequest;
import pluginregistration.v1.PluginRegistration.PluginInfo;
import pluginregistration.v1.PluginRegistration.RegistrationStatus;
import pluginregistration.v1.RegistrationGrpc;

/** Registration as the kubelet asks for it. */
class RegistrationSocketTest {
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final KubeletRegistration registration = new KubeletRegistration(
            "rds.csi.srvlab.io", Path.of("/var/lib/kubelet/plugins/rds.csi.srvlab.io/csi.sock"));

    @TempDir
    Path directory;

    /** The JDK reads a file when it makes its first unix socket, which no event loop may do. */
    @BeforeEach
    void loadUnixSockets() throws IOException {
        SocketChannel.open(StandardProtocolFamily.UNIX).close();
    }

    @AfterEach
    void end() {
        loops.shutdownGracefully();
    }

    @Test
    void theKubeletIsToldWhereTheDriverIs() throws IOException {
        Path socket = registration.socket(directory);
        assertThat(socket).hasFileName("rds.csi.srvlab.io-reg.sock");
        Files.writeString(socket, "left by a driver that was killed");
        try (RegistrationSocket served = new RegistrationSocket(socket, registration, loops)) {
            served.open();
            assertThat(ask(socket).getInfo(InfoRequest.getDefaultInstance()))
                    .isEqualTo(PluginInfo.newBuilder()
                            .setType("CSIPlugin")
                            .setName("rds.csi.srvlab.io")
                            .setEndpoint("/var/lib/kubelet/plugins/rds.csi.srvlab.io/csi.sock")
                            .addSupportedVersions("1.0.0")
                            .build());
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void whatTheKubeletMadeOfItShowsInReadiness() throws IOException {
        Path socket = registration.socket(directory);
        try (RegistrationSocket served = new RegistrationSocket(socket, registration, loops)) {
            served.open();
            assertThat(registration.state().ready()).isFalse();
            var _ = ask(socket)
                    .notifyRegistrationStatus(RegistrationStatus.newBuilder()
                            .setError("no such version")
                            .build());
            assertThat(registration.state().reason()).contains("did not register", "no such version");
            var _ = ask(socket)
                    .notifyRegistrationStatus(RegistrationStatus.newBuilder()
                            .setPluginRegistered(true)
                            .build());
            assertThat(registration.state().ready()).isTrue();
        }
    }

    private RegistrationGrpc.RegistrationBlockingStub ask(Path socket) {
        ManagedChannel channel = NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .eventLoopGroup(loops)
                .channelType(NioDomainSocketChannel.class)
                .overrideAuthority("localhost")
                .usePlaintext()
                .build();
        return RegistrationGrpc.newBlockingStub(channel);
    }
}
