package io.srvlab.csi.rds.role;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.srvlab.csi.rds.boot.CsiSocketHealth;
import io.srvlab.csi.rds.boot.SocketFile;
import io.srvlab.csi.rds.boot.SocketServer;
import io.srvlab.csi.rds.csi.CallLog;
import io.srvlab.csi.rds.csi.CsiEndpoint;
import io.srvlab.csi.rds.csi.DriverProfile;
import io.srvlab.csi.rds.csi.IdentityService;
import io.srvlab.csi.rds.kubernetes.KubernetesVolumeEvents;
import io.srvlab.csi.rds.metrics.VolumeMeters;
import io.srvlab.csi.rds.volume.VolumeEvents;
import java.time.Clock;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.grpc.server.GlobalServerInterceptor;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;
import org.springframework.grpc.server.service.GrpcServiceConfigurer;
import org.springframework.grpc.server.service.GrpcServiceDiscoverer;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The parts of every process that serves CSI: its socket, its identity, its log line per call, its meters. */
@Configuration(proxyBeanMethods = false)
@OnRole({Role.CONTROLLER, Role.NODE, Role.MONOLITH})
class SharedBeans {
    private static final int HOST_THREADS = 32;
    private static final int HOST_QUEUE = 4096;

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Where files, kernel attributes and child processes are waited for. */
    @Bean(destroyMethod = "dispose")
    Scheduler host() {
        return Schedulers.newBoundedElastic(HOST_THREADS, HOST_QUEUE, "host", 60, true);
    }

    /** Where there is a cluster, its events are one more listener. */
    @Bean
    @Primary
    VolumeEvents volumeEvents(MeterRegistry registry, ObjectProvider<KubernetesVolumeEvents> posted) {
        Stream<VolumeEvents> own = Stream.of(new VolumeMeters(registry), new PathLog());
        return VolumeEvents.toAll(Stream.concat(own, posted.stream()).toList());
    }

    @Bean
    SpokenDialect spokenDialect(CsiProperties csi) {
        return new SpokenDialect(csi.health());
    }

    @Bean
    DriverProfile driverProfile(
            CsiProperties csi, BuildProperties build, RdsProperties rds, SpokenDialect spokenDialect) {
        return new DriverProfile(csi.driverName(), version(build), spokenDialect, rds.growsOnline());
    }

    @Bean
    IdentityService identityService(DriverProfile profile) {
        return new IdentityService(profile, true);
    }

    @Bean
    @GlobalServerInterceptor
    CallLog callLog(Clock clock) {
        return new CallLog(clock);
    }

    @Bean
    SocketFile socketFile(CsiProperties csi) {
        return new SocketFile(CsiEndpoint.of(csi.endpoint()).socket(), csi.endpointMode());
    }

    @Bean
    SocketServer socketServer(
            SocketFile socket, CsiLoops loops, GrpcServiceDiscoverer services, GrpcServiceConfigurer configurer) {
        SocketServer server = new SocketServer(socket, loops.group());
        services.findServices().stream()
                .map(service -> configurer.configure(service, server))
                .forEach(server::addService);
        return server;
    }

    @Bean
    GrpcServerLifecycle csiServer(SocketServer server, RdsCsiProperties settings, ApplicationEventPublisher publisher) {
        return new GrpcServerLifecycle(server, settings.shutdownGrace(), publisher);
    }

    @Bean
    CsiSocketHealth csiSocket(GrpcServerLifecycle csiServer, SocketServer server) {
        return new CsiSocketHealth(csiServer, server.path());
    }

    /** Daemon threads: a failed bind ends the process instead of hanging it. */
    @Bean(destroyMethod = "shutdown")
    CsiLoops csiLoops() {
        return new CsiLoops(
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("csi", true), NioIoHandler.newFactory()));
    }

    private static String version(BuildProperties build) {
        String version = build.getVersion();
        return version == null ? "dev" : version;
    }

    /** The event loop of the CSI socket, stopped without the quiet period that would delay every shutdown by two seconds. */
    record CsiLoops(EventLoopGroup group) {
        void shutdown() {
            Future<?> _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }
}
