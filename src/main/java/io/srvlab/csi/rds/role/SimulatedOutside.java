package io.srvlab.csi.rds.role;

import io.srvlab.csi.rds.boot.SimulatorEndpoint;
import io.srvlab.csi.rds.simulator.ExportedImages;
import io.srvlab.csi.rds.simulator.host.SimulatedHost;
import io.srvlab.csi.rds.simulator.rds.DemoLogin;
import io.srvlab.csi.rds.simulator.rds.MachineSettings;
import io.srvlab.csi.rds.simulator.rds.RdsSimulator;
import io.srvlab.csi.rds.simulator.rds.SimulatorSettings;
import io.srvlab.csi.rds.ssh.SshSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import reactor.core.scheduler.Scheduler;

/** A world of our own making: an RDS behind real SSH on the loopback interface, and a host without a kernel. */
final class SimulatedOutside {
    private SimulatedOutside() {}

    /** The simulated device itself. */
    @Configuration(proxyBeanMethods = false)
    @OnRole(
            value = {Role.CONTROLLER, Role.NODE, Role.MONOLITH, Role.SIMULATOR},
            outside = Outside.SIMULATED)
    static class Device {
        private static final Logger LOG = LoggerFactory.getLogger(SimulatedOutside.class);

        @Bean(destroyMethod = "close")
        RdsSimulator rdsSimulator(Environment environment) throws IOException {
            String directory = environment.getProperty("rds-csi.simulator.directory", "");
            Path place = directory.isBlank() ? Files.createTempDirectory("rds-csi-simulator-") : Path.of(directory);
            return RdsSimulator.start(
                    bind(environment, "rds-csi.simulator", Map.of("directory", place), SimulatorSettings.class),
                    machine(environment, directory.isBlank()));
        }

        /** A directory that the next start will not find again need not be kept up to date. */
        private static MachineSettings machine(Environment environment, boolean passing) {
            Map<String, Object> own = passing ? Map.of("persistent", false) : Map.of();
            return bind(environment, "rds-csi.simulator", own, MachineSettings.class);
        }

        @Bean
        DemoLogin demoLogin(RdsSimulator device, Environment environment) {
            String user = environment.getProperty("rds-csi.rds.user", "metal-csi");
            DemoLogin login =
                    DemoLogin.on(device, user, device.settings().directory().resolve("login"));
            LOG.info(
                    "a simulated RDS (RouterOS {}) listens on SSH port {} for user {} with the key {}",
                    device.settings().version(),
                    device.port(),
                    login.user(),
                    login.privateKey());
            return login;
        }

        @Bean
        SimulatorEndpoint simulatorEndpoint(RdsSimulator device) {
            return new SimulatorEndpoint(device);
        }
    }

    /** The way to it. */
    @Configuration(proxyBeanMethods = false)
    @OnRole(
            value = {Role.CONTROLLER, Role.MONOLITH},
            outside = Outside.SIMULATED)
    static class Way {
        @Bean
        SshSettings sshSettings(RdsSimulator device, DemoLogin login, Environment environment) {
            Map<String, Object> simulated = Map.of(
                    "host", "127.0.0.1",
                    "port", device.port(),
                    "user", login.user(),
                    "private-key-file", login.privateKey(),
                    "host-key", device.hostKeyLine());
            return bind(environment, "rds-csi.rds", simulated, SshSettings.class);
        }
    }

    /** A host that is connected to it. */
    @Configuration(proxyBeanMethods = false)
    @OnRole(
            value = {Role.NODE, Role.MONOLITH},
            outside = Outside.SIMULATED)
    static class Host {
        @Bean
        SimulatedHost simulatedHost(RdsSimulator device, Scheduler host) throws IOException {
            Path root = device.settings().directory().resolve("host");
            return new SimulatedHost(root, new ExportedImages(device.exports()), host);
        }

        @Bean
        NodeSettings nodeSettings(RdsCsiProperties driver, RdsSimulator device, SimulatedHost host) {
            Path state = device.settings().directory().resolve("node-state");
            return driver.node().under(state, host.sys(), host.sys().resolveSibling("proc"), host.dev());
        }
    }

    /** Binds settings of which some are the simulator's own. */
    private static <T> T bind(Environment environment, String prefix, Map<String, Object> own, Class<T> type) {
        var overlay = new MapConfigurationPropertySource();
        own.forEach((name, value) -> overlay.put(prefix + "." + name, value));
        List<ConfigurationPropertySource> sources = Stream.concat(
                        Stream.of(overlay),
                        StreamSupport.stream(
                                ConfigurationPropertySources.get(environment).spliterator(), false))
                .toList();
        return new Binder(sources).bind(prefix, type).get();
    }
}
