package io.srvlab.csi.rds.role;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.srvlab.csi.rds.attachment.AttachmentRecords;
import io.srvlab.csi.rds.attachment.ClusterNodes;
import io.srvlab.csi.rds.attachment.FormatWishes;
import io.srvlab.csi.rds.attachment.MigratingMachines;
import io.srvlab.csi.rds.boot.OutsideReadiness;
import io.srvlab.csi.rds.kubernetes.ApiServer;
import io.srvlab.csi.rds.kubernetes.ClusterWatch;
import io.srvlab.csi.rds.kubernetes.KubernetesVolumeEvents;
import io.srvlab.csi.rds.kubernetes.KubernetesVolumeEvents.Reporter;
import io.srvlab.csi.rds.kubernetes.LeaseLeadership;
import io.srvlab.csi.rds.kubernetes.PersistentVolumes;
import java.time.Clock;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a controller knows of the cluster, and its place among its replicas. */
@Configuration(proxyBeanMethods = false)
@OnRole({Role.CONTROLLER, Role.MONOLITH})
@OnKubernetes
class ClusterBeans {
    @Bean(initMethod = "start", destroyMethod = "close")
    ClusterWatch clusterWatch(
            KubernetesClient client,
            ApiServer api,
            PersistentVolumes volumes,
            KubernetesProperties settings,
            Clock clock) {
        return new ClusterWatch(client, api, volumes, settings.brokenWatch(), clock);
    }

    @Bean
    AttachmentRecords attachmentRecords(ClusterWatch cluster) {
        return cluster.records();
    }

    @Bean
    ClusterNodes clusterNodes(ClusterWatch cluster) {
        return cluster.nodes();
    }

    @Bean
    MigratingMachines migratingMachines(ClusterWatch cluster) {
        return cluster.machines();
    }

    @Bean
    FormatWishes formatWishes(ClusterWatch cluster) {
        return cluster.formatWishes();
    }

    @Bean
    OutsideReadiness kubernetes(ClusterWatch cluster) {
        return new OutsideReadiness(cluster.freshness());
    }

    @Bean
    Sweeps.Sweep clusterSweep(ClusterWatch cluster) {
        return new Sweeps.Sweep("cluster-watch", cluster.keepWatch());
    }

    @Bean
    KubernetesVolumeEvents kubernetesEvents(
            ApiServer api, ClusterWatch cluster, KubernetesProperties settings, Clock clock) {
        return KubernetesVolumeEvents.watching(
                api, cluster, new Reporter("rds-csi-controller", settings.identity()), clock);
    }

    @Bean
    Sweeps.Sweep eventSweep(KubernetesVolumeEvents events) {
        return new Sweeps.Sweep("events", events.post(KubernetesBeans.POST_EVENTS));
    }

    /** A process that starts again under the same name is another contender. */
    @Bean
    LeaseLeadership leadership(ApiServer api, KubernetesProperties settings, Clock clock) {
        String identity = settings.identity() + "_" + UUID.randomUUID();
        return new LeaseLeadership(
                api, new LeaseLeadership.Place(settings.namespace(), settings.lease(), identity), clock);
    }

    @Bean
    Sweeps.Sweep leaseSweep(LeaseLeadership leadership) {
        return new Sweeps.Sweep("leadership", leadership.campaign());
    }

    @Bean
    StepDown stepDown(LeaseLeadership leadership, KubernetesProperties settings) {
        return new StepDown(leadership, settings.requestDeadline());
    }
}
