package io.srvlab.csi.rds.tour;

import csi.v1.Csi;
import csi.v1.ReactorControllerGrpc.ControllerImplBase;
import csi.v1.ReactorIdentityGrpc.IdentityImplBase;
import csi.v1.ReactorNodeGrpc.NodeImplBase;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A driver small enough for a test, on a unix socket of its own. */
final class FakeDriver implements AutoCloseable {
    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("fake-csi", true), NioIoHandler.newFactory());
    private final Server server;

    FakeDriver(Path socket, FakeStorage storage) throws IOException {
        server = NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .bossEventLoopGroup(loop)
                .workerEventLoopGroup(loop)
                .channelType(NioServerDomainSocketChannel.class)
                .directExecutor()
                .addService(new Identity())
                .addService(new Controller(storage))
                .addService(new Node(storage))
                .build()
                .start();
    }

    @Override
    public void close() {
        server.shutdownNow();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private static <T> Mono<T> blocking(Callable<T> action) {
        return Mono.fromCallable(action).subscribeOn(Schedulers.boundedElastic());
    }

    private static final class Identity extends IdentityImplBase {
        @Override
        public Mono<Csi.GetPluginInfoResponse> getPluginInfo(Csi.GetPluginInfoRequest request) {
            return Mono.just(
                    Csi.GetPluginInfoResponse.newBuilder().setName("fake.test").build());
        }

        @Override
        public Mono<Csi.ProbeResponse> probe(Csi.ProbeRequest request) {
            return Mono.just(Csi.ProbeResponse.getDefaultInstance());
        }
    }

    private static final class Controller extends ControllerImplBase {
        private final FakeStorage storage;

        private Controller(FakeStorage storage) {
            this.storage = storage;
        }

        @Override
        public Mono<Csi.CreateVolumeResponse> createVolume(Csi.CreateVolumeRequest request) {
            return blocking(() -> {
                storage.command("CreateVolume", "/disk/add slot=" + request.getName());
                storage.size(request.getName(), request.getCapacityRange().getRequiredBytes());
                var volume = Csi.Volume.newBuilder().setVolumeId(request.getName());
                return Csi.CreateVolumeResponse.newBuilder().setVolume(volume).build();
            });
        }

        @Override
        public Mono<Csi.ControllerPublishVolumeResponse> controllerPublishVolume(
                Csi.ControllerPublishVolumeRequest request) {
            return blocking(() -> {
                storage.command("ControllerPublishVolume", "/disk/set " + request.getVolumeId());
                return Csi.ControllerPublishVolumeResponse.newBuilder()
                        .putPublishContext("holder", request.getNodeId())
                        .build();
            });
        }

        @Override
        public Mono<Csi.ControllerExpandVolumeResponse> controllerExpandVolume(
                Csi.ControllerExpandVolumeRequest request) {
            return blocking(() -> {
                long bytes = request.getCapacityRange().getRequiredBytes();
                storage.command("ControllerExpandVolume", "/disk/set file-size=" + bytes);
                storage.size(request.getVolumeId(), bytes);
                return expanded(bytes);
            });
        }

        private static Csi.ControllerExpandVolumeResponse expanded(long bytes) {
            return Csi.ControllerExpandVolumeResponse.newBuilder()
                    .setCapacityBytes(bytes)
                    .setNodeExpansionRequired(true)
                    .build();
        }

        @Override
        public Mono<Csi.ControllerUnpublishVolumeResponse> controllerUnpublishVolume(
                Csi.ControllerUnpublishVolumeRequest request) {
            return Mono.just(Csi.ControllerUnpublishVolumeResponse.getDefaultInstance());
        }

        @Override
        public Mono<Csi.DeleteVolumeResponse> deleteVolume(Csi.DeleteVolumeRequest request) {
            return blocking(() -> {
                storage.command("DeleteVolume", "/disk/remove " + request.getVolumeId());
                Files.delete(storage.image(request.getVolumeId()));
                return Csi.DeleteVolumeResponse.getDefaultInstance();
            });
        }
    }

    private static final class Node extends NodeImplBase {
        private final FakeStorage storage;

        private Node(FakeStorage storage) {
            this.storage = storage;
        }

        @Override
        public Mono<Csi.NodeGetInfoResponse> nodeGetInfo(Csi.NodeGetInfoRequest request) {
            return Mono.just(
                    Csi.NodeGetInfoResponse.newBuilder().setNodeId("node-1").build());
        }

        @Override
        public Mono<Csi.NodeStageVolumeResponse> nodeStageVolume(Csi.NodeStageVolumeRequest request) {
            return blocking(() -> {
                storage.command("NodeStageVolume", "nvme connect " + request.getPublishContextOrThrow("holder"));
                // Without the staging path of the orchestrator this fails.
                Files.getLastModifiedTime(Path.of(request.getStagingTargetPath()));
                return Csi.NodeStageVolumeResponse.getDefaultInstance();
            });
        }

        @Override
        public Mono<Csi.NodePublishVolumeResponse> nodePublishVolume(Csi.NodePublishVolumeRequest request) {
            var target = Path.of(request.getTargetPath());
            return blocking(() -> {
                if (request.getVolumeCapability().hasBlock()) {
                    Files.createSymbolicLink(target, storage.image(request.getVolumeId()));
                } else {
                    storage.mount(request.getVolumeId(), target);
                }
                return Csi.NodePublishVolumeResponse.getDefaultInstance();
            });
        }

        @Override
        public Mono<Csi.NodeGetVolumeStatsResponse> nodeGetVolumeStats(Csi.NodeGetVolumeStatsRequest request) {
            var usage = Csi.VolumeUsage.newBuilder().setTotal(1);
            return Mono.just(
                    Csi.NodeGetVolumeStatsResponse.newBuilder().addUsage(usage).build());
        }

        @Override
        public Mono<Csi.NodeExpandVolumeResponse> nodeExpandVolume(Csi.NodeExpandVolumeRequest request) {
            return Mono.just(Csi.NodeExpandVolumeResponse.getDefaultInstance());
        }

        @Override
        public Mono<Csi.NodeUnpublishVolumeResponse> nodeUnpublishVolume(Csi.NodeUnpublishVolumeRequest request) {
            return blocking(() -> {
                storage.unmount(request.getVolumeId(), Path.of(request.getTargetPath()));
                return Csi.NodeUnpublishVolumeResponse.getDefaultInstance();
            });
        }

        @Override
        public Mono<Csi.NodeUnstageVolumeResponse> nodeUnstageVolume(Csi.NodeUnstageVolumeRequest request) {
            return Mono.just(Csi.NodeUnstageVolumeResponse.getDefaultInstance());
        }
    }
}
