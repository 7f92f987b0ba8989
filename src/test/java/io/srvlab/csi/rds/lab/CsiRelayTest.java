package io.srvlab.csi.rds.lab;

import static org.assertj.core.api.Assertions.assertThat;

import csi.v1.Csi;
import csi.v1.ReactorNodeGrpc.NodeImplBase;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** A shell gets what the driver answered, and is told when nothing was asked. */
class CsiRelayTest {
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final CsiRelay relay = new CsiRelay();

    @TempDir
    Path directory;

    private Server driver;

    @BeforeEach
    void serve() throws IOException {
        loadUnixSockets();
        driver = NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(directory.resolve("csi.sock")))
                .bossEventLoopGroup(loop)
                .workerEventLoopGroup(loop)
                .channelType(NioServerDomainSocketChannel.class)
                .addService(new Node())
                .build()
                .start();
    }

    @AfterEach
    void end() {
        driver.shutdownNow();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void aResponseComesAsOneLineOfJson() {
        assertThat(call("NodeGetInfo", "{}")).isEqualTo("0\tOK\t{\"nodeId\":\"node-1\",\"maxVolumesPerNode\":\"7\"}");
    }

    @Test
    void aRequestIsReadFromJson() {
        assertThat(call("NodeUnstageVolume", "{\"volumeId\":\"pvc-1\"}"))
                .isEqualTo("9\tFAILED_PRECONDITION\tpvc-1 is held");
    }

    @Test
    void aMistakeInTheRequestIsNotSent() {
        assertThat(call("NodeUnstageVolume", "{\"volume\":\"pvc-1\"}"))
                .startsWith("3\tINVALID_ARGUMENT\tnot sent: ")
                .contains("volume");
    }

    @Test
    void aCallThatCsiDoesNotHaveIsNotSent() {
        assertThat(call("NodeDance", "{}")).isEqualTo("3\tINVALID_ARGUMENT\tnot sent: CSI has no call 'NodeDance'");
    }

    @Test
    void aDriverThatIsAwayIsUnavailable() {
        assertThat(relay.answer(directory.resolve("none.sock") + "\tProbe\t30\t{}"))
                .startsWith("14\tUNAVAILABLE\t");
    }

    /** The JDK reads its own library for them at first use, which BlockHound does not let an event loop do. */
    private static void loadUnixSockets() throws IOException {
        SocketChannel.open(StandardProtocolFamily.UNIX).close();
    }

    private String call(String rpc, String request) {
        return withoutTime(relay.answer(directory.resolve("csi.sock") + "\t" + rpc + "\t30\t" + request));
    }

    private static String withoutTime(String line) {
        assertThat(line.split("\t")[2]).matches("[0-9]+");
        return line.replaceFirst("\t[0-9]+\t", "\t");
    }

    private static final class Node extends NodeImplBase {
        @Override
        public Mono<Csi.NodeGetInfoResponse> nodeGetInfo(Csi.NodeGetInfoRequest request) {
            return Mono.just(Csi.NodeGetInfoResponse.newBuilder()
                    .setNodeId("node-1")
                    .setMaxVolumesPerNode(7)
                    .build());
        }

        @Override
        public Mono<Csi.NodeUnstageVolumeResponse> nodeUnstageVolume(Csi.NodeUnstageVolumeRequest request) {
            return Mono.error(Status.FAILED_PRECONDITION
                    .withDescription(request.getVolumeId() + " is\nheld")
                    .asException());
        }
    }
}
