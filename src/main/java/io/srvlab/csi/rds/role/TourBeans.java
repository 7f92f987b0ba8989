package io.srvlab.csi.rds.role;

import io.srvlab.csi.rds.boot.SocketServer;
import io.srvlab.csi.rds.simulator.rds.RdsSimulator;
import io.srvlab.csi.rds.tour.CsiSocket;
import io.srvlab.csi.rds.tour.Summary;
import io.srvlab.csi.rds.tour.Tour;
import io.srvlab.csi.rds.tour.TourSettings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The guided demo: a CSI client of the driver's own socket that tells what it does, line by line. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "rds-csi.tour", havingValue = "true")
@OnRole(value = Role.MONOLITH, outside = Outside.SIMULATED)
class TourBeans {
    private static final Duration CALL_DEADLINE = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofMillis(50);

    @Bean(destroyMethod = "close")
    CsiSocket tourClient(SocketServer server) {
        return CsiSocket.open(server.path(), CALL_DEADLINE);
    }

    @Bean
    Tour tour(CsiSocket client, RdsSimulator device, Scheduler host) {
        Path pods = device.settings().directory().resolve("pods");
        return new Tour(
                client, new SimulatedWire(device), TourSettings.in(pods), new SecureRandom(), host, console()::println);
    }

    @Bean
    Sweeps.Sweep tourSweep(Tour tour, GrpcServerLifecycle csiServer, SocketServer server, Environment environment) {
        Mono<Summary> walk = Flux.interval(LOOK)
                .onBackpressureDrop()
                .filter(look -> csiServer.isRunning())
                .next()
                .then(tour.walk());
        return new Sweeps.Sweep(
                "tour",
                walk.doOnNext(summary -> stay(server.path(), environment)).then());
    }

    private static void stay(Path socket, Environment environment) {
        String http = "http://localhost:" + environment.getProperty("local.server.port", "9809") + "/actuator/";
        console().println();
        console().println("The driver stays up. CSI socket: unix://" + socket.toAbsolutePath());
        console()
                .println("Health: " + http + "health   Metrics: " + http + "prometheus   Simulator: " + http
                        + "simulator");
        console().println("Ctrl-C stops it.");
    }

    private static PrintStream console() {
        return System.out;
    }
}
