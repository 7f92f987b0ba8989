package io.srvlab.csi.rds.role;

import io.srvlab.csi.rds.attachment.AttachmentRecords;
import io.srvlab.csi.rds.attachment.ClaimedVolumes;
import io.srvlab.csi.rds.attachment.ClusterNodes;
import io.srvlab.csi.rds.attachment.FormatWishes;
import io.srvlab.csi.rds.attachment.InMemoryAttachmentRecords;
import io.srvlab.csi.rds.attachment.Leadership;
import io.srvlab.csi.rds.attachment.ListedClusterNodes;
import io.srvlab.csi.rds.attachment.MigratingMachines;
import io.srvlab.csi.rds.attachment.SoleLeadership;
import io.srvlab.csi.rds.volume.BreakerResets;
import io.srvlab.csi.rds.volume.Failure;
import io.srvlab.csi.rds.volume.NodeName;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
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

    /** What a controller has in its place. */
    @Configuration(proxyBeanMethods = false)
    @OnRole({Role.CONTROLLER, Role.MONOLITH})
    @OnKubernetes(false)
    static class OfController {
        @Bean
        ClusterNodes clusterNodes(RdsCsiProperties driver) {
            return new ListedClusterNodes(Stream.concat(Stream.of(driver.nodeId()), driver.knownNodes().stream())
                    .filter(name -> !name.isBlank())
                    .map(NodeName::new)
                    .collect(Collectors.toSet()));
        }

        @Bean
        AttachmentRecords attachmentRecords() {
            return new InMemoryAttachmentRecords();
        }

        @Bean
        Leadership leadership() {
            return new SoleLeadership();
        }

        @Bean
        FormatWishes formatWishes() {
            return volume -> Mono.just(false);
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
}
