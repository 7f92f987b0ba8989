package io.srvlab.csi.rds.role;

import io.srvlab.csi.rds.rds.RdsHealth;
import io.srvlab.csi.rds.ssh.SshRouterOs;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What runs in the background. */
@Configuration(proxyBeanMethods = false)
class BackgroundBeans {
    @Bean
    Sweeps sweeps(List<Sweeps.Sweep> sweeps) {
        return new Sweeps(sweeps);
    }

    /** A controller's. */
    @Configuration(proxyBeanMethods = false)
    @OnRole({Role.CONTROLLER, Role.MONOLITH})
    static class OfController {
        private static final Duration ASK_RDS = Duration.ofSeconds(5);

        @Bean
        Sweeps.Sweep connection(SshRouterOs ssh) {
            return new Sweeps.Sweep("rds-connection", ssh.keepConnected());
        }

        @Bean
        Sweeps.Sweep health(RdsHealth health) {
            return new Sweeps.Sweep("rds-health", health.watch(ASK_RDS).then());
        }
    }
}
