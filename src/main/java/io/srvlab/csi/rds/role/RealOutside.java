package io.srvlab.csi.rds.role;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.srvlab.csi.rds.host.FabricsDevice;
import io.srvlab.csi.rds.host.ForkedHostCommands;
import io.srvlab.csi.rds.host.KernelFabricsDevice;
import io.srvlab.csi.rds.ssh.SshSettings;
import io.srvlab.csi.rds.volume.VolumeGate;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The world as it is: an RDS over SSH, and this machine's kernel and programs. */
final class RealOutside {
    private RealOutside() {}

    /** The way to a real RDS. */
    @Configuration(proxyBeanMethods = false)
    @OnRole(
            value = {Role.CONTROLLER, Role.MONOLITH},
            outside = Outside.REAL)
    static class Device {
        @Bean
        SshSettings sshSettings(Environment environment) {
            return Binder.get(environment)
                    .bind("rds-csi.rds", SshSettings.class)
                    .get();
        }
    }

    /** The host's own kernel and programs. */
    @Configuration(proxyBeanMethods = false)
    @OnRole(
            value = {Role.NODE, Role.MONOLITH},
            outside = Outside.REAL)
    static class Host {
        private static final int CONNECTS_AT_ONCE = 8;
        private static final int CONNECTS_WAITING = 1024;

        @Bean
        NodeSettings nodeSettings(RdsCsiProperties driver) {
            return driver.node();
        }

        @Bean
        ForkedHostCommands hostCommands(NodeSettings roots, Scheduler host) {
            return new ForkedHostCommands(
                    host, roots.stateDirectory(), VolumeGate.VOLUME, roots.sys().resolve("fs/cgroup"));
        }

        /** A connect to a target that is away blocks its thread for two minutes, whoever still waits: no more than so many. */
        @Bean(destroyMethod = "dispose")
        Scheduler fabrics() {
            return Schedulers.newBoundedElastic(CONNECTS_AT_ONCE, CONNECTS_WAITING, "fabrics", 60, true);
        }

        /** Children that were killed and cannot die. */
        @Bean
        MeterBinder abandonedGauge(ForkedHostCommands commands) {
            return Gauge.builder("rds.csi.node.abandoned.children", commands, ForkedHostCommands::abandoned)::register;
        }

        @Bean
        FabricsDevice fabricsDevice(NodeSettings roots, Scheduler fabrics, Scheduler host) {
            return new KernelFabricsDevice(roots.dev().resolve("nvme-fabrics"), roots.sys(), fabrics, host);
        }
    }
}
