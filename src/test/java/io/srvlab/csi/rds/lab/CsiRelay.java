package io.srvlab.csi.rds.lab;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Makes CSI calls for shells, because a JVM for each call would take a guest seconds. It listens on a loopback port, the only
 * argument. A connection carries one call, a line {@code socket TAB rpc TAB seconds TAB request}, and gets one line back:
 * {@code number of the gRPC code TAB its name TAB milliseconds TAB response or description}.
 */
final class CsiRelay {
    private static final int FIELDS = 4;

    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("csi-client", true), NioIoHandler.newFactory());

    CsiRelay() {}

    public static void main(String[] args) throws IOException {
        var relay = new CsiRelay();
        try (var door = new ServerSocket(Integer.parseInt(args[0]), 50, InetAddress.getLoopbackAddress())) {
            System.out.println("listening on " + door.getLocalPort());
            while (true) {
                Socket caller = door.accept();
                Thread.ofVirtual().start(() -> relay.serve(caller));
            }
        }
    }

    private void serve(Socket caller) {
        try (caller;
                var from = new BufferedReader(new InputStreamReader(caller.getInputStream(), StandardCharsets.UTF_8));
                Writer to = new OutputStreamWriter(caller.getOutputStream(), StandardCharsets.UTF_8)) {
            to.write(answer(String.valueOf(from.readLine())) + "\n");
        } catch (IOException hungUp) {
            System.err.println("a caller hung up: " + hungUp.getMessage());
        }
    }

    String answer(String line) {
        List<String> fields = List.of(line.split("\t", FIELDS));
        if (fields.size() < FIELDS) {
            return "3\tINVALID_ARGUMENT\t0\tnot sent: a call has four fields";
        }
        var call = new CsiCall(fields.get(1), Duration.ofSeconds(Long.parseLong(fields.get(2))), fields.get(3));
        long begun = System.nanoTime();
        CsiCall.Answer answer = over(fields.get(0), call);
        long took = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        return answer.code().value() + "\t" + answer.code() + "\t" + took + "\t"
                + answer.text().replaceAll("[\r\n\t]+", " ");
    }

    /** A channel that is kept would wait ever longer before it looked again for a driver that was away. */
    private CsiCall.Answer over(String socket, CsiCall call) {
        ManagedChannel channel = NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .eventLoopGroup(loop)
                .channelType(NioDomainSocketChannel.class)
                .overrideAuthority("localhost")
                .usePlaintext()
                .build();
        try {
            return call.make(channel);
        } finally {
            channel.shutdownNow();
        }
    }
}
