package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.host.DeviceEvents;
import io.srvlab.csi.rds.host.FabricsDevice;
import io.srvlab.csi.rds.host.HostCommands;
import io.srvlab.csi.rds.mount.BlankCheck;
import io.srvlab.csi.rds.mount.DeviceNodes;
import io.srvlab.csi.rds.mount.DeviceUsers;
import io.srvlab.csi.rds.mount.Filesystem;
import io.srvlab.csi.rds.mount.FilesystemCheck;
import io.srvlab.csi.rds.mount.FilesystemErrors;
import io.srvlab.csi.rds.mount.FilesystemFormat;
import io.srvlab.csi.rds.mount.FilesystemGrowth;
import io.srvlab.csi.rds.mount.FilesystemProbe;
import io.srvlab.csi.rds.mount.FilesystemStats;
import io.srvlab.csi.rds.mount.MountTable;
import io.srvlab.csi.rds.mount.MountTargets;
import io.srvlab.csi.rds.mount.Mounter;
import io.srvlab.csi.rds.nvme.ManagedNqns;
import io.srvlab.csi.rds.nvme.NvmeConnector;
import io.srvlab.csi.rds.nvme.NvmeDevices;
import io.srvlab.csi.rds.nvme.PathShield;
import io.srvlab.csi.rds.nvme.ShieldMode;
import io.srvlab.csi.rds.nvme.VolumeDevices;
import io.srvlab.csi.rds.volume.BreakerResets;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.VolumeEvent;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.scheduler.Scheduler;

/** The node half as it is wired in production: one process of the driver. */
final class DriverUnderTest {
    private static final NodeName NODE = new NodeName("worker-1");
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    final List<VolumeEvent> events = new CopyOnWriteArrayList<>();
    final VolumeStager stager;
    final VolumeBinder binder;
    final VolumeStats stats;
    final FilesystemExpander expander;
    final StageRecords records;
    final NvmeDevices nvme;
    final PathParts parts;
    final PathEnd ends;
    final PathWatch watch;
    final StagedFilesystem staged;

    /** The host it runs on: a simulated one, or a guest's kernel. */
    record Host(Path records, FabricsDevice fabrics, Roots roots, DeviceEvents events, Clock clock, Scheduler io) {}

    /** Where the host's kernel shows itself. */
    record Roots(Path sys, Path dev, Path mountinfo) {}

    DriverUnderTest(Host host, HostCommands commands, ShieldMode mode) {
        Scheduler io = host.io();
        Roots roots = host.roots();
        Clock clock = host.clock();
        records = new StageRecords(host.records(), io);
        nvme = new NvmeDevices(roots.sys(), roots.dev(), io);
        ManagedNqns managed = new ManagedNqns("nqn.2000-02.com.mikrotik:");
        NvmeConnector connector = new NvmeConnector(host.fabrics(), nvme, managed, host.events(), io);
        PathShield shield = new PathShield(commands, roots.sys(), roots.dev(), mode, io);
        PathProof proof = new PathProof(nvme, new FilesystemProbe(commands));
        parts = new PathParts(shield, nvme, connector, proof, new PathTroubles());
        PathRepair repair = new PathRepair(NODE, records, parts, events::add, clock);
        PathWatch.Signs signs = new PathWatch.Signs(host.events().changes(), events::add, clock);
        watch = new PathWatch(records, parts, repair, signs, new Random(1));

        MountTable table = new MountTable(roots.mountinfo(), io, Duration.ofSeconds(10));
        MountTargets targets = new MountTargets(io);
        Mounter mounter = new Mounter(commands, table, targets, host.records().resolveSibling("aside"));
        VolumeReports reports = new VolumeReports(events::add, Clock.systemUTC());
        staged = staged(host, commands, table, mounter, reports);
        PathKeeper keeper = new PathKeeper(NODE, records, parts, repair, staged, reports);
        ends = new PathEnd(parts, staged, users(host), new HungVolumes(PATIENCE, clock), events::add);
        stager = new VolumeStager(records, keeper, ends, staged, new VolumeStager.Tools(targets, reports));

        VolumeDevices devices = new VolumeDevices(shield, nvme, connector);
        VolumePaths paths = new VolumePaths(records, table, targets, devices);
        FilesystemBinding binding = new FilesystemBinding(table, staged, mounter, reports);
        BlockBinding block = new BlockBinding(records, new DeviceNodes(commands, targets), targets);
        binder = new VolumeBinder(records, devices, binding, block, mounter, targets);
        stats = new VolumeStats(paths, new FilesystemStats(commands), devices, doctor(devices, table, host, commands));
        expander = new FilesystemExpander(paths, keeper, connector, new FilesystemGrowth(commands));
    }

    private StagedFilesystem staged(
            Host host, HostCommands commands, MountTable table, Mounter mounter, VolumeReports reports) {
        var formatted = new FormattedRecords(host.records().resolveSibling("formatted"), records, host.io());
        var recovery = new StagedFilesystem.Recovery(
                new StageBreakers(Duration.ofMinutes(5), BreakerResets.NONE),
                new StaleMounts(table, mounter, users(host), nvme));
        Filesystem filesystem = filesystem(commands, table, host.io());
        return new StagedFilesystem(table, filesystem, mounter, reports, formatted, recovery);
    }

    private VolumeDoctor doctor(VolumeDevices devices, MountTable table, Host host, HostCommands commands) {
        var errors = new FilesystemErrors(host.roots().sys(), commands, host.io());
        return new VolumeDoctor(records, parts, devices, table, errors, new UnshieldedReports(events::add));
    }

    /** No process of a simulated host shows in its proc. */
    static DeviceUsers users(Host host) {
        Path proc = host.roots().mountinfo().resolveSibling("..").normalize();
        return new DeviceUsers(proc, ProcessHandle.current().pid(), host.io(), Duration.ofSeconds(5));
    }

    private static Filesystem filesystem(HostCommands commands, MountTable table, Scheduler io) {
        FilesystemFormat format = new FilesystemFormat(commands, new BlankCheck(io, Duration.ofSeconds(10)));
        return new Filesystem(new FilesystemProbe(commands), new FilesystemCheck(commands), format, table);
    }
}
