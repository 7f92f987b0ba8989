package io.srvlab.csi.rds.role;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.srvlab.csi.rds.csi.DriverProfile;
import io.srvlab.csi.rds.kubernetes.AnnotatedWish;
import io.srvlab.csi.rds.kubernetes.ApiServer;
import io.srvlab.csi.rds.kubernetes.ClusterVersion;
import io.srvlab.csi.rds.kubernetes.KubernetesConnection;
import io.srvlab.csi.rds.kubernetes.KubernetesVolumeEvents;
import io.srvlab.csi.rds.kubernetes.KubernetesVolumeEvents.Reporter;
import io.srvlab.csi.rds.kubernetes.PersistentVolumes;
import io.srvlab.csi.rds.kubernetes.RequestPace;
import io.srvlab.csi.rds.kubernetes.VolumesOfNode;
import io.srvlab.csi.rds.volume.BreakerResets;
import io.srvlab.csi.rds.volume.NodeName;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The way to the Kubernetes API server, of every role. */
@Configuration(proxyBeanMethods = false)
@OnRole({Role.CONTROLLER, Role.NODE, Role.MONOLITH})
@OnKubernetes
class KubernetesBeans {
    static final Duration POST_EVENTS = Duration.ofMillis(500);

    private static final int THREADS = 16;
    private static final int QUEUE = 10_000;

    /** Where answers of the API server are waited for and read. */
    @Bean(destroyMethod = "dispose")
    Scheduler kube() {
        return Schedulers.newBoundedElastic(THREADS, QUEUE, "kube", 60, true);
    }

    @Bean(destroyMethod = "close")
    @Lazy
    KubernetesClient kubernetesClient(KubernetesProperties settings, Scheduler kube) {
        return KubernetesConnection.open(settings.requestDeadline(), kube);
    }

    @Bean
    ApiServer apiServer(
            ObjectProvider<KubernetesClient> client, Scheduler kube, KubernetesProperties settings, Clock clock) {
        return new ApiServer(
                client::getObject,
                kube,
                settings.requestDeadline(),
                new RequestPace(settings.requestsPerSecond(), clock));
    }

    @Bean
    PersistentVolumes persistentVolumes(ApiServer api, DriverProfile profile) {
        return new PersistentVolumes(api, profile.name());
    }

    @Bean
    Sweeps.Sweep healthDialectSweep(SpokenDialect dialect, ApiServer api) {
        return new Sweeps.Sweep("health-dialect", dialect.ask(new ClusterVersion(api)));
    }

    /** What a node asks for when it has a reason to, and tells. */
    @Configuration(proxyBeanMethods = false)
    @OnRole({Role.NODE, Role.MONOLITH})
    @OnKubernetes
    static class OfNode {
        @Bean
        VolumesOfNode volumesOfNode(ApiServer api, PersistentVolumes volumes, RdsCsiProperties driver) {
            return new VolumesOfNode(api, volumes, new NodeName(driver.nodeId()));
        }

        @Bean
        BreakerResets breakerResets(VolumesOfNode volumes) {
            return AnnotatedWish.resetBreaker(volumes)::take;
        }
    }

    /** A node watches nothing, so its events ask for the claim. */
    @Configuration(proxyBeanMethods = false)
    @OnRole(Role.NODE)
    @OnKubernetes
    static class EventsOfNode {
        @Bean
        KubernetesVolumeEvents kubernetesEvents(
                ApiServer api, VolumesOfNode volumes, RdsCsiProperties driver, Clock clock) {
            return KubernetesVolumeEvents.asking(api, volumes, new Reporter("rds-csi-node", driver.nodeId()), clock);
        }

        @Bean
        Sweeps.Sweep eventSweep(KubernetesVolumeEvents events) {
            return new Sweeps.Sweep("events", events.post(POST_EVENTS));
        }
    }
}
