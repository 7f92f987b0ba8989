package io.srvlab.csi.rds.node;

import io.srvlab.csi.rds.MovableClock;
import io.srvlab.csi.rds.host.HostCommands;
import io.srvlab.csi.rds.mount.DeviceUsers;
import io.srvlab.csi.rds.nvme.NvmeDevices;
import io.srvlab.csi.rds.nvme.ShieldMode;
import io.srvlab.csi.rds.simulator.host.FakeTarget;
import io.srvlab.csi.rds.simulator.host.SimulatedHost;
import io.srvlab.csi.rds.volume.AccessMode;
import io.srvlab.csi.rds.volume.AccessType;
import io.srvlab.csi.rds.volume.ConnectOptions;
import io.srvlab.csi.rds.volume.Generation;
import io.srvlab.csi.rds.volume.Nqn;
import io.srvlab.csi.rds.volume.NvmeTarget;
import io.srvlab.csi.rds.volume.VolumeEvent;
import io.srvlab.csi.rds.volume.VolumeId;
import io.srvlab.csi.rds.volume.VolumeUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A simulated host with one blank 64 MiB export per volume, and the driver that runs on it. */
final class NodeUnderTest {
    static final Generation FIRST = new Generation("0000000000000001");
    static final Generation SECOND = new Generation("0000000000000002");
    static final long SIZE = 64L << 20;
    static final VolumeUse MOUNTED = mounted(AccessMode.SINGLE_NODE_WRITER);
    static final VolumeUse RAW = new VolumeUse(new AccessType.Block(), AccessMode.SINGLE_NODE_WRITER);

    final Path directory;
    final FakeTarget target;
    final SimulatedHost host;
    final Scheduler io;
    final MovableClock clock = new MovableClock();
    final NvmeDevices devices;
    final DriverUnderTest driver;
    final VolumeStager stager;
    final VolumeBinder binder;
    final VolumeStats stats;
    final FilesystemExpander expander;
    final List<VolumeEvent> events;
    final StageRecords records;

    NodeUnderTest(Path directory) throws IOException {
        this(directory, Schedulers.boundedElastic(), ShieldMode.AUTO);
    }

    NodeUnderTest(Path directory, Scheduler io, ShieldMode mode) throws IOException {
        this.directory = directory.toRealPath();
        this.io = io;
        target = new FakeTarget(Files.createDirectories(directory.resolve("rds")));
        host = new SimulatedHost(directory.resolve("host"), target, io);
        driver = driver(host, mode);
        devices = driver.nvme;
        stager = driver.stager;
        binder = driver.binder;
        stats = driver.stats;
        expander = driver.expander;
        events = driver.events;
        records = driver.records;
    }

    /** Another process of the driver on the same host, as after a restart; its commands go through {@code commands}. */
    DriverUnderTest driver(HostCommands commands, ShieldMode mode) {
        return new DriverUnderTest(here(), commands, mode);
    }

    DeviceUsers users() {
        return DriverUnderTest.users(here());
    }

    private DriverUnderTest.Host here() {
        var roots = new DriverUnderTest.Roots(host.sys(), host.dev(), host.mountinfo());
        return new DriverUnderTest.Host(directory.resolve("records"), host, roots, Flux::never, clock, io);
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
        return stage(volume, use, target(volume), fresh);
    }

    static NvmeTarget target(String volume) {
        return new NvmeTarget("10.0.0.1", 4420, nqn(volume));
    }

    StageVolume stage(String volume, VolumeUse use, NvmeTarget where) {
        return stage(volume, use, where, FIRST);
    }

    private StageVolume stage(String volume, VolumeUse use, NvmeTarget where, @Nullable Generation fresh) {
        return new StageVolume(
                new VolumeId(volume),
                where,
                ConnectOptions.DEFAULT,
                use,
                staging(volume),
                new StageVolume.Granted(fresh, 0));
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
