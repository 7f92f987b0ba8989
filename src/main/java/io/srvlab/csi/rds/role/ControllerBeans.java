package io.srvlab.csi.rds.role;

import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.retry.RetryRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.srvlab.csi.rds.attachment.AttachmentLedger;
import io.srvlab.csi.rds.attachment.InMemoryAttachmentStore;
import io.srvlab.csi.rds.attachment.ListedNodes;
import io.srvlab.csi.rds.attachment.NodeDirectory;
import io.srvlab.csi.rds.boot.OutsideReadiness;
import io.srvlab.csi.rds.controller.AttachmentReports;
import io.srvlab.csi.rds.controller.CapacityReport;
import io.srvlab.csi.rds.controller.OperationTimes;
import io.srvlab.csi.rds.controller.VolumeExpander;
import io.srvlab.csi.rds.controller.VolumeListing;
import io.srvlab.csi.rds.controller.VolumeProvisioner;
import io.srvlab.csi.rds.controller.VolumePublisher;
import io.srvlab.csi.rds.csi.ControllerService;
import io.srvlab.csi.rds.csi.ControllerUseCases;
import io.srvlab.csi.rds.csi.DriverProfile;
import io.srvlab.csi.rds.metrics.TimedRouterOs;
import io.srvlab.csi.rds.rds.GuardedRouterOs;
import io.srvlab.csi.rds.rds.RdsClient;
import io.srvlab.csi.rds.rds.RdsHealth;
import io.srvlab.csi.rds.ssh.SshRouterOs;
import io.srvlab.csi.rds.ssh.SshSettings;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.StorageDefaults;
import io.srvlab.csi.rds.volume.VolumeEvents;
import io.srvlab.csi.rds.volume.VolumeGate;
import java.time.Clock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The parts of a controller. */
@Configuration(proxyBeanMethods = false)
@OnRole({Role.CONTROLLER, Role.MONOLITH})
class ControllerBeans {
    private static final int SSH_THREADS = 4;
    private static final int SSH_QUEUE = 100_000;
    private static final String INSTANCE = "rds";

    /** Where names are resolved, packets encrypted and answers parsed. */
    @Bean(destroyMethod = "dispose")
    Scheduler ssh() {
        return Schedulers.newBoundedElastic(SSH_THREADS, SSH_QUEUE, "ssh", 60, true);
    }

    @Bean(destroyMethod = "close")
    SshRouterOs sshRouterOs(SshSettings settings, Scheduler ssh) {
        return new SshRouterOs(settings, ssh);
    }

    @Bean
    GuardedRouterOs device(
            SshRouterOs sshRouterOs, MeterRegistry meters, Resilience resilience, RdsProperties settings) {
        return new GuardedRouterOs(
                new TimedRouterOs(sshRouterOs, meters),
                resilience.bulkheads().bulkhead(INSTANCE),
                resilience.breakers().circuitBreaker(INSTANCE),
                resilience.retries().retry(INSTANCE),
                settings.deadlines());
    }

    @Bean
    Resilience resilience(BulkheadRegistry bulkheads, CircuitBreakerRegistry breakers, RetryRegistry retries) {
        return new Resilience(bulkheads, breakers, retries);
    }

    @Bean
    RdsClient rdsClient(GuardedRouterOs device, RdsProperties settings, RdsCsiProperties driver) {
        return new RdsClient(device, settings.storage(driver.ownerMark()));
    }

    @Bean
    RdsHealth rdsHealth(RdsClient rds) {
        return new RdsHealth(rds);
    }

    @Bean
    OutsideReadiness rds(RdsHealth health) {
        return new OutsideReadiness(health);
    }

    @Bean
    StorageDefaults storageDefaults(RdsProperties settings, SshSettings ssh) {
        return settings.defaults(ssh.host());
    }

    @Bean
    NodeDirectory nodeDirectory(RdsCsiProperties driver) {
        return new ListedNodes(Stream.concat(Stream.of(driver.nodeId()), driver.knownNodes().stream())
                .filter(name -> !name.isBlank())
                .map(NodeName::new)
                .collect(Collectors.toSet()));
    }

    @Bean
    AttachmentLedger attachmentLedger() {
        return new AttachmentLedger(new InMemoryAttachmentStore());
    }

    @Bean
    OperationTimes operationTimes(VolumeEvents events, Clock clock) {
        return new OperationTimes(events, clock);
    }

    @Bean
    VolumePublisher volumePublisher(
            RdsClient rds,
            AttachmentLedger ledger,
            NodeDirectory nodes,
            StorageDefaults defaults,
            OperationTimes times,
            AttachmentReports reports) {
        return new VolumePublisher(rds, ledger, nodes, defaults, times, reports);
    }

    @Bean
    AttachmentReports attachmentReports(VolumeEvents events, Clock clock) {
        return new AttachmentReports(events, clock);
    }

    @Bean
    ControllerUseCases controllerUseCases(
            RdsClient rds,
            AttachmentLedger ledger,
            StorageDefaults defaults,
            OperationTimes times,
            VolumePublisher publisher) {
        return new ControllerUseCases(
                new VolumeProvisioner(rds, ledger, defaults, times),
                publisher,
                new VolumeExpander(rds, ledger, times),
                new VolumeListing(rds, ledger, defaults),
                new CapacityReport(rds, defaults));
    }

    @Bean
    ControllerService controllerService(ControllerUseCases useCases, DriverProfile profile) {
        return new ControllerService(useCases, new VolumeGate(), profile.health());
    }

    /** The three registries that guard the way to the RDS. */
    record Resilience(BulkheadRegistry bulkheads, CircuitBreakerRegistry breakers, RetryRegistry retries) {}
}
