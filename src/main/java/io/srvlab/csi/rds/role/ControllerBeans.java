package io.srvlab.csi.rds.role;

import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.retry.RetryRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.srvlab.csi.rds.attachment.AttachmentPolicy;
import io.srvlab.csi.rds.attachment.AttachmentRecords;
import io.srvlab.csi.rds.attachment.ClaimedVolumes;
import io.srvlab.csi.rds.attachment.ClusterNodes;
import io.srvlab.csi.rds.attachment.FormatWishes;
import io.srvlab.csi.rds.attachment.MigratingMachines;
import io.srvlab.csi.rds.boot.OutsideReadiness;
import io.srvlab.csi.rds.controller.AttachmentReports;
import io.srvlab.csi.rds.controller.CapacityReport;
import io.srvlab.csi.rds.controller.ExportFence;
import io.srvlab.csi.rds.controller.MigrationCheck;
import io.srvlab.csi.rds.controller.OperationTimes;
import io.srvlab.csi.rds.controller.OrphanVolumeSweep;
import io.srvlab.csi.rds.controller.PublishedNodes;
import io.srvlab.csi.rds.controller.RestartWatch;
import io.srvlab.csi.rds.controller.StaleAttachmentSweep;
import io.srvlab.csi.rds.controller.VolumeExpander;
import io.srvlab.csi.rds.controller.VolumeHandover;
import io.srvlab.csi.rds.controller.VolumeListing;
import io.srvlab.csi.rds.controller.VolumeProvisioner;
import io.srvlab.csi.rds.controller.VolumePublisher;
import io.srvlab.csi.rds.controller.VolumeRelease;
import io.srvlab.csi.rds.csi.ControllerService;
import io.srvlab.csi.rds.csi.ControllerUseCases;
import io.srvlab.csi.rds.csi.DriverProfile;
import io.srvlab.csi.rds.metrics.TimedRouterOs;
import io.srvlab.csi.rds.rds.GuardedRouterOs;
import io.srvlab.csi.rds.rds.RdsBoots;
import io.srvlab.csi.rds.rds.RdsClient;
import io.srvlab.csi.rds.rds.RdsHealth;
import io.srvlab.csi.rds.ssh.SshRouterOs;
import io.srvlab.csi.rds.ssh.SshSettings;
import io.srvlab.csi.rds.volume.StorageDefaults;
import io.srvlab.csi.rds.volume.VolumeEvents;
import io.srvlab.csi.rds.volume.VolumeGate;
import java.time.Clock;
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
    RdsBoots rdsBoots(GuardedRouterOs device, Clock clock) {
        return new RdsBoots(device, clock);
    }

    @Bean
    RestartWatch restartWatch(RdsBoots boots, AttachmentRecords records, AttachmentReports reports) {
        return new RestartWatch(boots, records, reports);
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
    ExportFence exportFence(RdsClient rds, AttachmentProperties settings, RdsProperties device) {
        return new ExportFence(rds, settings.fencing(device));
    }

    @Bean
    VolumeHandover volumeHandover(
            AttachmentRecords records,
            ClusterNodes nodes,
            AttachmentProperties settings,
            ExportFence fence,
            MigrationCheck migrations,
            FormatWishes wishes) {
        return new VolumeHandover(
                records, nodes, new AttachmentPolicy(settings.attachmentGrace()), fence, migrations, wishes);
    }

    @Bean
    MigrationCheck migrationCheck(MigratingMachines machines, AttachmentProperties settings) {
        return new MigrationCheck(machines, settings.migration().sameMachine());
    }

    @Bean
    VolumeRelease volumeRelease(VolumeHandover handover, AttachmentReports reports) {
        return new VolumeRelease(handover, reports);
    }

    @Bean
    OperationTimes operationTimes(VolumeEvents events, Clock clock) {
        return new OperationTimes(events, clock);
    }

    @Bean
    VolumePublisher volumePublisher(
            VolumeHandover handover,
            VolumeRelease releases,
            StorageDefaults defaults,
            OperationTimes times,
            AttachmentReports reports) {
        return new VolumePublisher(handover, releases, defaults, times, reports);
    }

    @Bean
    AttachmentReports attachmentReports(VolumeEvents events, Clock clock) {
        return new AttachmentReports(events, clock);
    }

    @Bean
    ControllerUseCases controllerUseCases(
            RdsClient rds,
            VolumeHandover handover,
            StorageDefaults defaults,
            OperationTimes times,
            VolumePublisher publisher,
            RdsBoots boots) {
        PublishedNodes published = new PublishedNodes(handover.records(), handover.fence(), defaults.nvmePort());
        return new ControllerUseCases(
                new VolumeProvisioner(rds, handover.records(), defaults, times),
                publisher,
                new VolumeExpander(rds, handover.records(), times),
                new VolumeListing(rds, published, defaults, boots),
                new CapacityReport(rds, defaults));
    }

    @Bean
    StaleAttachmentSweep staleAttachmentSweep(
            VolumeHandover handover, VolumeRelease releases, AttachmentReports reports, VolumeGate volumeGate) {
        return new StaleAttachmentSweep(handover, releases, reports, volumeGate);
    }

    @Bean
    OrphanVolumeSweep orphanVolumeSweep(
            RdsClient rds,
            AttachmentRecords records,
            ClaimedVolumes claimed,
            VolumeGate volumeGate,
            AttachmentReports reports,
            AttachmentProperties settings) {
        return new OrphanVolumeSweep(rds, records, claimed, volumeGate, reports, settings.volumeSweep());
    }

    /** One operation on a volume at a time, whether a call or the background asks for it. */
    @Bean
    VolumeGate volumeGate() {
        return new VolumeGate();
    }

    @Bean
    ControllerService controllerService(ControllerUseCases useCases, VolumeGate volumeGate, DriverProfile profile) {
        return new ControllerService(useCases, volumeGate, profile.health());
    }

    /** The three registries that guard the way to the RDS. */
    record Resilience(BulkheadRegistry bulkheads, CircuitBreakerRegistry breakers, RetryRegistry retries) {}
}
