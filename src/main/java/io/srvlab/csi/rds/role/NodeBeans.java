package io.srvlab.csi.rds.role;

import io.srvlab.csi.rds.csi.DriverProfile;
import io.srvlab.csi.rds.csi.NodeProfile;
import io.srvlab.csi.rds.csi.NodeService;
import io.srvlab.csi.rds.csi.NodeUseCases;
import io.srvlab.csi.rds.host.HostCommands;
import io.srvlab.csi.rds.mount.BlankCheck;
import io.srvlab.csi.rds.mount.DeviceNodes;
import io.srvlab.csi.rds.mount.DeviceUsers;
import io.srvlab.csi.rds.mount.Filesystem;
import io.srvlab.csi.rds.mount.FilesystemCheck;
import io.srvlab.csi.rds.mount.FilesystemFormat;
import io.srvlab.csi.rds.mount.FilesystemGrowth;
import io.srvlab.csi.rds.mount.FilesystemProbe;
import io.srvlab.csi.rds.mount.FilesystemStats;
import io.srvlab.csi.rds.mount.MountTable;
import io.srvlab.csi.rds.mount.MountTargets;
import io.srvlab.csi.rds.mount.Mounter;
import io.srvlab.csi.rds.node.BlockBinding;
import io.srvlab.csi.rds.node.FilesystemBinding;
import io.srvlab.csi.rds.node.FilesystemExpander;
import io.srvlab.csi.rds.node.FormattedRecords;
import io.srvlab.csi.rds.node.PathEnd;
import io.srvlab.csi.rds.node.PathKeeper;
import io.srvlab.csi.rds.node.StageBreakers;
import io.srvlab.csi.rds.node.StageRecords;
import io.srvlab.csi.rds.node.StagedFilesystem;
import io.srvlab.csi.rds.node.StaleMounts;
import io.srvlab.csi.rds.node.VolumeBinder;
import io.srvlab.csi.rds.node.VolumeDoctor;
import io.srvlab.csi.rds.node.VolumePaths;
import io.srvlab.csi.rds.node.VolumeReports;
import io.srvlab.csi.rds.node.VolumeStager;
import io.srvlab.csi.rds.node.VolumeStats;
import io.srvlab.csi.rds.nvme.NvmeConnector;
import io.srvlab.csi.rds.nvme.NvmeDevices;
import io.srvlab.csi.rds.nvme.VolumeDevices;
import io.srvlab.csi.rds.volume.BreakerResets;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeEvents;
import io.srvlab.csi.rds.volume.VolumeGate;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;

/** The parts of a node. */
@Configuration(proxyBeanMethods = false)
@OnRole({Role.NODE, Role.MONOLITH})
class NodeBeans {
    private static final Duration MOUNT_TABLE_DEADLINE = Duration.ofSeconds(10);
    private static final Duration BLANK_CHECK_DEADLINE = Duration.ofSeconds(20);
    private static final Duration USERS_DEADLINE = Duration.ofSeconds(5);
    private static final Duration BREAKER_PAUSE = Duration.ofMinutes(5);

    @Bean
    MountTable mountTable(NodeSettings roots, Scheduler host) {
        return new MountTable(roots.proc().resolve("self/mountinfo"), host, MOUNT_TABLE_DEADLINE);
    }

    @Bean
    MountTargets mountTargets(Scheduler host) {
        return new MountTargets(host);
    }

    @Bean
    Mounter mounter(HostCommands commands, MountTable table, MountTargets targets) {
        return new Mounter(commands, table, targets, Path.of(System.getProperty("java.io.tmpdir")));
    }

    @Bean
    Filesystem filesystem(HostCommands commands, MountTable table, Scheduler host) {
        return new Filesystem(
                new FilesystemProbe(commands),
                new FilesystemCheck(commands),
                new FilesystemFormat(commands, new BlankCheck(host, BLANK_CHECK_DEADLINE)),
                table);
    }

    @Bean
    StageRecords stageRecords(NodeSettings roots, Scheduler host) {
        return new StageRecords(roots.stateDirectory(), host);
    }

    @Bean
    VolumeReports volumeReports(VolumeEvents events, Clock clock) {
        return new VolumeReports(events, clock);
    }

    @Bean
    VolumeStager volumeStager(
            StageRecords records,
            PathKeeper paths,
            PathEnd ends,
            StagedFilesystem filesystem,
            VolumeStager.Tools tools) {
        return new VolumeStager(records, paths, ends, filesystem, tools);
    }

    @Bean
    VolumeStager.Tools stagerTools(MountTargets targets, VolumeReports reports) {
        return new VolumeStager.Tools(targets, reports);
    }

    @Bean
    FormattedRecords formattedRecords(NodeSettings roots, StageRecords records, Scheduler host) {
        return new FormattedRecords(roots.stateDirectory().resolve("formatted"), records, host);
    }

    @Bean
    StagedFilesystem stagedFilesystem(
            MountTable table,
            Filesystem filesystem,
            Mounter mounter,
            VolumeReports reports,
            FormattedRecords formatted,
            StagedFilesystem.Recovery recovery) {
        return new StagedFilesystem(table, filesystem, mounter, reports, formatted, recovery);
    }

    @Bean
    StagedFilesystem.Recovery recovery(
            StageBreakers breakers, MountTable table, Mounter mounter, DeviceUsers users, NvmeDevices devices) {
        return new StagedFilesystem.Recovery(breakers, new StaleMounts(table, mounter, users, devices));
    }

    @Bean
    StageBreakers stageBreakers(BreakerResets resets) {
        return new StageBreakers(BREAKER_PAUSE, resets);
    }

    @Bean
    DeviceUsers deviceUsers(NodeSettings roots, Scheduler host) {
        return new DeviceUsers(roots.proc(), ProcessHandle.current().pid(), host, USERS_DEADLINE);
    }

    @Bean
    VolumeBinder volumeBinder(
            StageRecords records,
            VolumeDevices devices,
            FilesystemBinding filesystem,
            BlockBinding block,
            Mounter mounter,
            MountTargets targets) {
        return new VolumeBinder(records, devices, filesystem, block, mounter, targets);
    }

    @Bean
    FilesystemBinding filesystemBinding(
            MountTable table, StagedFilesystem filesystem, Mounter mounter, VolumeReports reports) {
        return new FilesystemBinding(table, filesystem, mounter, reports);
    }

    @Bean
    BlockBinding blockBinding(StageRecords records, HostCommands commands, MountTargets targets) {
        return new BlockBinding(records, new DeviceNodes(commands, targets), targets);
    }

    @Bean
    VolumePaths volumePaths(StageRecords records, MountTable table, MountTargets targets, VolumeDevices devices) {
        return new VolumePaths(records, table, targets, devices);
    }

    @Bean
    VolumeStats volumeStats(VolumePaths paths, HostCommands commands, VolumeDevices devices, VolumeDoctor doctor) {
        return new VolumeStats(paths, new FilesystemStats(commands), devices, doctor);
    }

    @Bean
    FilesystemExpander filesystemExpander(
            VolumePaths paths, PathKeeper keeper, NvmeConnector connector, HostCommands commands) {
        return new FilesystemExpander(paths, keeper, connector, new FilesystemGrowth(commands));
    }

    /** What starting leaves behind is a quarter of a node's heap. */
    @Bean
    ApplicationRunner garbageOfTheStart() {
        return arguments -> System.gc();
    }

    @Bean
    NodeUseCases nodeUseCases(
            VolumeStager stager, VolumeBinder binder, VolumeStats stats, FilesystemExpander expander) {
        return new NodeUseCases(stager, binder, stats, expander);
    }

    @Bean
    NodeProfile nodeProfile(RdsCsiProperties driver, CsiProperties csi) {
        return new NodeProfile(new NodeName(driver.nodeId()), csi.maxVolumesPerNode());
    }

    @Bean
    NodeService nodeService(
            NodeUseCases useCases,
            NodeProfile node,
            @Qualifier("nodeGate") VolumeGate nodeGate,
            DriverProfile profile) {
        return new NodeService(useCases, node, nodeGate, profile.health());
    }

    /** One call on a volume at a time; a controller in the same process has a gate of its own. */
    @Bean
    VolumeGate nodeGate() {
        return new VolumeGate();
    }
}
