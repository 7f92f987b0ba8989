package io.srvlab.csi.rds.role;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.srvlab.csi.rds.boot.ShieldHealth;
import io.srvlab.csi.rds.csi.NodeProfile;
import io.srvlab.csi.rds.host.DeviceEvents;
import io.srvlab.csi.rds.host.DirectoryEvents;
import io.srvlab.csi.rds.host.FabricsDevice;
import io.srvlab.csi.rds.host.HostCommands;
import io.srvlab.csi.rds.host.MachineShutdown;
import io.srvlab.csi.rds.mount.DeviceUsers;
import io.srvlab.csi.rds.mount.FilesystemErrors;
import io.srvlab.csi.rds.mount.FilesystemProbe;
import io.srvlab.csi.rds.mount.MountTable;
import io.srvlab.csi.rds.mount.MountTargets;
import io.srvlab.csi.rds.node.HungVolumes;
import io.srvlab.csi.rds.node.KubeletVolumes;
import io.srvlab.csi.rds.node.OrphanConnectionSweep;
import io.srvlab.csi.rds.node.PathEnd;
import io.srvlab.csi.rds.node.PathKeeper;
import io.srvlab.csi.rds.node.PathParts;
import io.srvlab.csi.rds.node.PathProof;
import io.srvlab.csi.rds.node.PathRepair;
import io.srvlab.csi.rds.node.PathTroubles;
import io.srvlab.csi.rds.node.PathWatch;
import io.srvlab.csi.rds.node.ShutdownCleanup;
import io.srvlab.csi.rds.node.StageRecords;
import io.srvlab.csi.rds.node.StagedFilesystem;
import io.srvlab.csi.rds.node.UnshieldedReports;
import io.srvlab.csi.rds.node.VolumeDoctor;
import io.srvlab.csi.rds.node.VolumeReports;
import io.srvlab.csi.rds.nvme.ManagedNqns;
import io.srvlab.csi.rds.nvme.NvmeConnector;
import io.srvlab.csi.rds.nvme.NvmeDevices;
import io.srvlab.csi.rds.nvme.PathShield;
import io.srvlab.csi.rds.nvme.VolumeDevices;
import io.srvlab.csi.rds.volume.VolumeEvents;
import io.srvlab.csi.rds.volume.VolumeGate;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;

/** The parts of a node that lead from a volume to its bytes: connections, shields, and what keeps both in repair. */
@Configuration(proxyBeanMethods = false)
@OnRole({Role.NODE, Role.MONOLITH})
class PathBeans {
    private static final Logger LOG = LoggerFactory.getLogger(PathShield.class);

    @Bean
    DeviceEvents deviceEvents(NodeSettings roots, Scheduler host) {
        return new DirectoryEvents(roots.dev(), host);
    }

    @Bean
    NvmeDevices nvmeDevices(NodeSettings roots, Scheduler host) {
        return new NvmeDevices(roots.sys(), roots.dev(), host);
    }

    @Bean
    NvmeConnector nvmeConnector(
            FabricsDevice fabrics, NvmeDevices devices, RdsCsiProperties driver, DeviceEvents events, Scheduler host) {
        return new NvmeConnector(fabrics, devices, new ManagedNqns(driver.nqnPrefix()), events, host);
    }

    @Bean
    PathShield pathShield(HostCommands commands, NodeSettings roots, Scheduler host) {
        return new PathShield(commands, roots.sys(), roots.dev(), roots.shield(), host);
    }

    @Bean
    VolumeDevices volumeDevices(PathShield shield, NvmeDevices devices, NvmeConnector connector) {
        return new VolumeDevices(shield, devices, connector);
    }

    @Bean
    PathParts pathParts(PathShield shield, NvmeDevices devices, NvmeConnector connector, HostCommands commands) {
        PathProof proof = new PathProof(devices, new FilesystemProbe(commands));
        return new PathParts(shield, devices, connector, proof, new PathTroubles());
    }

    @Bean
    PathRepair pathRepair(NodeProfile node, StageRecords records, PathParts parts, VolumeEvents events, Clock clock) {
        return new PathRepair(node.node(), records, parts, events, clock);
    }

    @Bean
    PathKeeper pathKeeper(
            NodeProfile node,
            StageRecords records,
            PathParts parts,
            PathRepair repair,
            StagedFilesystem filesystem,
            VolumeReports reports) {
        return new PathKeeper(node.node(), records, parts, repair, filesystem, reports);
    }

    @Bean
    PathEnd pathEnd(
            PathParts parts, StagedFilesystem filesystem, DeviceUsers users, HungVolumes hung, VolumeEvents events) {
        return new PathEnd(parts, filesystem, users, hung, events);
    }

    @Bean
    HungVolumes hungVolumes(NodeSettings settings, Clock clock) {
        return new HungVolumes(settings.releaseAfter(), clock);
    }

    @Bean
    VolumeDoctor volumeDoctor(
            StageRecords records,
            PathParts parts,
            VolumeDevices devices,
            MountTable table,
            FilesystemErrors errors,
            VolumeEvents events) {
        return new VolumeDoctor(records, parts, devices, table, errors, new UnshieldedReports(events));
    }

    @Bean
    FilesystemErrors filesystemErrors(NodeSettings roots, HostCommands commands, Scheduler host) {
        return new FilesystemErrors(roots.sys(), commands, host);
    }

    @Bean
    OrphanConnectionSweep orphanConnections(
            StageRecords records,
            PathParts parts,
            StagedFilesystem filesystem,
            DeviceUsers users,
            NodeSettings settings,
            Scheduler host) {
        KubeletVolumes kubelet = new KubeletVolumes(settings.kubeletDirectory(), host);
        return new OrphanConnectionSweep(records, parts, filesystem, users, kubelet);
    }

    @Bean
    Sweeps.Sweep orphanSweep(OrphanConnectionSweep sweep, NodeSettings settings) {
        return new Sweeps.Sweep("orphan-connections", sweep.every(settings.orphanCheck()));
    }

    @Bean
    ShutdownCleanup shutdownCleanup(
            HostCommands commands,
            StageRecords records,
            MountTargets targets,
            PathEnd ends,
            @Qualifier("nodeGate") VolumeGate nodeGate) {
        return new ShutdownCleanup(new MachineShutdown(commands).underWay(), records, targets, ends, nodeGate);
    }

    @Bean
    Sweeps.Farewell leaveTheRds(ShutdownCleanup cleanup) {
        return new Sweeps.Farewell("shutdown-cleanup", cleanup.run().then());
    }

    @Bean
    PathWatch pathWatch(
            StageRecords records,
            PathParts parts,
            PathRepair repair,
            DeviceEvents devices,
            VolumeEvents events,
            Clock clock) {
        PathWatch.Signs signs = new PathWatch.Signs(devices.changes(), events, clock);
        return new PathWatch(records, parts, repair, signs, RandomGenerator.getDefault());
    }

    @Bean
    Sweeps.Sweep pathSweep(PathWatch watch) {
        return new Sweeps.Sweep("path-watch", watch.watch());
    }

    /** Says once whether volumes are shielded here. */
    @Bean
    Sweeps.Sweep shieldSweep(PathShield shield) {
        return new Sweeps.Sweep(
                "shield",
                shield.support()
                        .check()
                        .doOnNext(state ->
                                LOG.info("shield {}: {}", state.ready() ? "active" : "not active", state.reason()))
                        .then());
    }

    @Bean
    ShieldHealth shield(PathShield shield) {
        return new ShieldHealth(shield.support());
    }

    /** 1 when newly staged volumes are shielded. */
    @Bean
    MeterBinder shieldGauge(PathShield shield) {
        return Gauge.builder("rds.csi.node.shield", shield, PathBeans::active)::register;
    }

    /** How many volumes' reads and writes wait for their path. */
    @Bean
    MeterBinder waitingGauge(PathParts parts) {
        return Gauge.builder("rds.csi.shield.waiting", parts.troubles(), PathTroubles::count)::register;
    }

    private static int active(PathShield shield) {
        return shield.support().state().ready() ? 1 : 0;
    }
}
