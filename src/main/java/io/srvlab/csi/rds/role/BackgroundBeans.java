package io.srvlab.csi.rds.role;

import io.srvlab.csi.rds.attachment.Leadership;
import io.srvlab.csi.rds.controller.OrphanVolumeSweep;
import io.srvlab.csi.rds.controller.RestartWatch;
import io.srvlab.csi.rds.controller.StaleAttachmentSweep;
import io.srvlab.csi.rds.rds.RdsHealth;
import io.srvlab.csi.rds.ssh.SshRouterOs;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;

/** What runs in the background. */
@Configuration(proxyBeanMethods = false)
class BackgroundBeans {
    @Bean
    Sweeps sweeps(List<Sweeps.Sweep> sweeps, ObjectProvider<Sweeps.Farewell> farewells) {
        return new Sweeps(sweeps, farewells.stream().toList());
    }

    /** A controller's. */
    @Configuration(proxyBeanMethods = false)
    @OnRole({Role.CONTROLLER, Role.MONOLITH})
    static class OfController {
        private static final Duration ASK_RDS = Duration.ofSeconds(5);
        private static final Duration LOOK_FOR_STALE = Duration.ofMinutes(5);

        @Bean
        Sweeps.Sweep connection(SshRouterOs ssh) {
            return new Sweeps.Sweep("rds-connection", ssh.keepConnected());
        }

        @Bean
        Sweeps.Sweep health(RdsHealth health) {
            return new Sweeps.Sweep("rds-health", health.watch(ASK_RDS).then());
        }

        /** Also whenever the RDS is back. */
        @Bean
        Sweeps.Sweep staleAttachments(StaleAttachmentSweep sweep, Leadership leadership, SshRouterOs ssh) {
            Flux<Boolean> back = ssh.changes().filter(connected -> connected);
            return new Sweeps.Sweep("stale-attachments", sweep.watch(leadership, back, lessUpToATenth(LOOK_FOR_STALE)));
        }

        @Bean
        Sweeps.Sweep restarts(RestartWatch watch, Leadership leadership, SshRouterOs ssh) {
            Flux<Boolean> back = ssh.changes().filter(connected -> connected);
            return new Sweeps.Sweep("rds-restarts", watch.watch(leadership, back));
        }

        @Bean
        Sweeps.Sweep orphanVolumes(OrphanVolumeSweep sweep, Leadership leadership) {
            return new Sweeps.Sweep("orphan-volumes", sweep.watch(leadership));
        }

        /** So that a crowd of controllers does not look in step. */
        private static Duration lessUpToATenth(Duration period) {
            return period.minusMillis(ThreadLocalRandom.current().nextLong(period.toMillis() / 10));
        }
    }
}
