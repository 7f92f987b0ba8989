package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.mount.BlankCheck;
import io.srvlab.csi.rds.mount.DeviceNodes;
import io.srvlab.csi.rds.mount.Filesystem;
import io.srvlab.csi.rds.mount.FilesystemCheck;
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
import io.srvlab.csi.rds.simulator.host.FakeTarget;
import io.srvlab.csi.rds.simulator.host.SimulatedHost;
import io.srvlab.csi.rds.volume.AccessMode;
import io.srvlab.csi.rds.volume.AccessType;
import io.srvlab.csi.rds.volume.ConnectOptions;
import io.srvlab.csi.rds.volume.Generation;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.Nqn;
import io.srvlab.csi.rds.volume.NvmeTarget;
import io.srvlab.csi.rds.volume.VolumeEvent;
import io.srvlab.csi.rds.volume.VolumeId;
import io.srvlab.csi.rds.volume.VolumeUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The node half as it is wired in production, on a simulated host with one blank 64 MiB export per volume. */
final class NodeUnderTest {
    static final Generation FIRST = new Generation("0000000000000001");
    static final Generation SECOND = new Generation("0000000000000002");
    static final long SIZE = 64L << 20;
    static final VolumeUse MOUNTED = mounted(AccessMode.SINGLE_NODE_WRITER);
    static final VolumeUse RAW = new VolumeUse(new AccessType.Block(), AccessMode.SINGLE_NODE_WRITER);

    final Path directory;
    final FakeTarget target;
    final SimulatedHost host;
    final VolumeStager stager;
    final VolumeBinder binder;
    final VolumeStats stats;
    final FilesystemExpander expander;
    final StageRecords records;
    final NvmeDevices devices;
    final List<VolumeEvent> events = new CopyOnWriteArrayList<>();

    NodeUnderTest(Path directory) throws IOException {
        this(directory, Schedulers.boundedElastic());
    }

    NodeUnderTest(Path directory, Scheduler io) throws IOException {
        this.directory = directory.toRealPath();
        target = new FakeTarget(Files.createDirectories(directory.resolve("rds")));
        host = new SimulatedHost(directory.resolve("host"), target, io);
        devices = new NvmeDevices(host.sys(), host.dev(), io);
        records = new StageRecords(directory.resolve("records"), io);
        NvmeConnector connector = new NvmeConnector(host, devices, new ManagedNqns("nqn.2000-02.com.mikrotik:"), io);
        MountTable table = new MountTable(host.mountinfo(), io, Duration.ofSeconds(10));
        MountTargets targets = new MountTargets(io);
        Mounter mounter = new Mounter(host, table, targets);
        VolumeReports reports = new VolumeReports(events::add, Clock.systemUTC());
        FormattedRecords formatted = new FormattedRecords(directory.resolve("formatted"), records, io);
        StagedFilesystem staged = new StagedFilesystem(table, filesystem(table, io), mounter, reports, formatted);
        VolumePaths paths = new VolumePaths(records, table, targets);
        VolumeStager.Tools tools = new VolumeStager.Tools(targets, reports);
        stager = new VolumeStager(new NodeName("worker-1"), records, connector, devices, staged, tools);
        FilesystemBinding binding = new FilesystemBinding(table, mounter, reports);
        BlockBinding block = new BlockBinding(records, new DeviceNodes(host, targets), targets);
        binder = new VolumeBinder(records, devices, binding, block, mounter, targets);
        stats = new VolumeStats(paths, new FilesystemStats(host), devices);
        expander = new FilesystemExpander(paths, connector, new FilesystemGrowth(host));
    }

    private Filesystem filesystem(MountTable table, Scheduler io) {
        FilesystemFormat format = new FilesystemFormat(host, new BlankCheck(io, Duration.ofSeconds(10)));
        return new Filesystem(new FilesystemProbe(host), new FilesystemCheck(host), format, table);
    }

    static VolumeUse mounted(AccessMode mode) {
        return new VolumeUse(new AccessType.Filesystem("", List.of()), mode);
    }

    static VolumeUse typed(String type, String... options) {
        return new VolumeUse(new AccessType.Filesystem(type, List.of(options)), AccessMode.SINGLE_NODE_WRITER);
    }

    Path image(String volume, long size) {
        return target.export(nqn(volume).value(), size);
    }

    static Nqn nqn(String volume) {
        return Nqn.of(new VolumeId(volume));
    }

    /** As of a new volume. */
    StageVolume stage(String volume, VolumeUse use) {
        return stage(volume, use, FIRST);
    }

    StageVolume stage(String volume, VolumeUse use, @Nullable Generation fresh) {
        NvmeTarget where = new NvmeTarget("10.0.0.1", 4420, nqn(volume));
        return new StageVolume(new VolumeId(volume), where, ConnectOptions.DEFAULT, use, staging(volume), fresh);
    }

    UnstageVolume unstage(String volume) {
        return new UnstageVolume(new VolumeId(volume), staging(volume));
    }

    PublishOnNode publish(String volume, VolumeUse use, String pod) {
        return new PublishOnNode(new VolumeId(volume), use, staging(volume), pod(pod), false);
    }

    PublishOnNode publishReadOnly(String volume, VolumeUse use, String pod) {
        return new PublishOnNode(new VolumeId(volume), use, staging(volume), pod(pod), true);
    }

    UnpublishFromNode unpublish(String volume, String pod) {
        return new UnpublishFromNode(new VolumeId(volume), pod(pod));
    }

    /** Made by the CO before it asks. */
    Path staging(String volume) {
        try {
            return Files.isDirectory(directory.resolve("staging/" + volume))
                    ? directory.resolve("staging/" + volume)
                    : Files.createDirectories(directory.resolve("staging/" + volume));
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    Path pod(String pod) {
        return directory.resolve("pods/" + pod + "/volume");
    }
}
