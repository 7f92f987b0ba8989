package io.srvlab.csi.rds.role;

import io.srvlab.csi.rds.attachment.ClaimedVolumes;
import io.srvlab.csi.rds.attachment.Leadership;
import io.srvlab.csi.rds.attachment.MigratingMachines;
import io.srvlab.csi.rds.volume.BreakerResets;
import io.srvlab.csi.rds.volume.Failure;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What takes the place of the cluster where there is none. */
@Configuration(proxyBeanMethods = false)
@OnRole({Role.CONTROLLER, Role.NODE, Role.MONOLITH})
@OnKubernetes(false)
class StandaloneBeans {
    @Bean
    BreakerResets breakerResets() {
        return BreakerResets.NONE;
    }

    /** There is no other. */
    @Bean
    Leadership leadership() {
        return () -> Flux.concat(Flux.just(true), Flux.never());
    }

    /** Nobody knows the machines, so nobody can object. */
    @Bean
    MigratingMachines migratingMachines() {
        return (volume, source, target) -> Mono.just(true);
    }

    /** Not knowing is no reason to call any volume unclaimed. */
    @Bean
    ClaimedVolumes claimedVolumes() {
        return () -> Mono.error(new Failure.Unavailable(
                "no Kubernetes tells which volumes are claimed", "set rds-csi.kubernetes.enabled"));
    }
}
