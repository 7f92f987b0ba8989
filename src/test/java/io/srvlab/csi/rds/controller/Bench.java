package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.MovableClock;
import io.srvlab.csi.rds.attachment.AttachmentPolicy;
import io.srvlab.csi.rds.attachment.InMemoryFormatWishes;
import io.srvlab.csi.rds.rds.RdsBoots;
import io.srvlab.csi.rds.rds.RdsClient;
import io.srvlab.csi.rds.rds.StorageSettings;
import io.srvlab.csi.rds.simulator.rds.DirectRouterOs;
import io.srvlab.csi.rds.simulator.rds.Switches;
import io.srvlab.csi.rds.volume.AccessMode;
import io.srvlab.csi.rds.volume.AccessType;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.CapacityRange;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.StorageDefaults;
import io.srvlab.csi.rds.volume.VolumeEvent;
import io.srvlab.csi.rds.volume.VolumeGate;
import io.srvlab.csi.rds.volume.VolumeId;
import io.srvlab.csi.rds.volume.VolumeUse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A whole controller over the real client and a shelf of disks. */
final class Bench {
    static final VolumeId VOLUME = new VolumeId("vol-1");
    static final NodeName A = new NodeName("worker-a");
    static final NodeName B = new NodeName("worker-b");
    static final NodeName C = new NodeName("worker-c");
    static final VolumeUse RWO = new VolumeUse(new AccessType.Filesystem("", List.of()), AccessMode.SINGLE_NODE_WRITER);
    static final VolumeUse RWX = new VolumeUse(new AccessType.Block(), AccessMode.MULTI_NODE_MULTI_WRITER);

    static final String OWNER = "lab";
    static final String PATH = "/storage-pool/metal-csi";
    private static final FencingSettings CAREFUL = new FencingSettings(
            FencingSettings.Wanted.AUTO, FencingSettings.Known.UNKNOWN, FencingSettings.AllowList.UNKNOWN);

    final DirectRouterOs device;
    final List<VolumeEvent> events = new ArrayList<>();
    final FakeCluster cluster = new FakeCluster();
    final InMemoryFormatWishes wishes = new InMemoryFormatWishes();
    Mono<Boolean> oneMachine = Mono.just(true);
    final MovableClock clock = new MovableClock(Instant.parse("2026-11-21T12:00:00Z"));
    final RdsClient rds;
    final AttachmentReports reports;
    final VolumeHandover handover;
    final VolumeProvisioner provisioner;
    final VolumePublisher publisher;
    final StaleAttachmentSweep sweep;
    final VolumeExpander expander;
    final VolumeListing listing;
    final CapacityReport capacity;

    Bench(Path directory) {
        this(new DirectRouterOs(directory, Switches.defaults()), CAREFUL);
    }

    Bench(DirectRouterOs device, FencingSettings fencing) {
        this(device, fencing, true);
    }

    private Bench(DirectRouterOs device, FencingSettings fencing, boolean sameMachine) {
        this.device = device;
        StorageSettings storage =
                new StorageSettings(OWNER, PATH, new Capacity(0), 1.0, StorageSettings.Grow.IN_PLACE, 4420);
        rds = new RdsClient(device, storage);
        StorageDefaults defaults = new StorageDefaults("10.0.0.1", "10.0.1.1", 4420, PATH);
        OperationTimes times = new OperationTimes(events::add, clock);
        reports = new AttachmentReports(events::add, clock);
        handover = new VolumeHandover(
                cluster,
                cluster,
                new AttachmentPolicy(Duration.ofSeconds(30)),
                new ExportFence(rds, fencing),
                new MigrationCheck((volume, source, target) -> Mono.defer(() -> oneMachine), sameMachine),
                wishes);
        provisioner = new VolumeProvisioner(rds, cluster, defaults, times);
        VolumeRelease releases = new VolumeRelease(handover, reports);
        publisher = new VolumePublisher(handover, releases, defaults, times, reports);
        sweep = new StaleAttachmentSweep(handover, releases, reports, new VolumeGate());
        expander = new VolumeExpander(rds, cluster, times);
        listing = new VolumeListing(
                rds, new PublishedNodes(cluster, handover.fence(), 4420), defaults, new RdsBoots(device, clock));
        capacity = new CapacityReport(rds, defaults);
        List.of(A, B, C).forEach(cluster::ready);
    }

    /** Where the pods of any two nodes may share a volume. */
    static Bench ofAnyPods(Path directory) {
        return new Bench(new DirectRouterOs(directory, Switches.defaults()), CAREFUL, false);
    }

    /** Somebody switches the export off at the device. */
    Bench closeByHand() {
        device.admin("/disk/set [find slot=" + VOLUME + "] nvme-tcp-export=no");
        return this;
    }

    boolean isHeld() {
        return cluster.attachment(VOLUME).isHeld();
    }

    static CreateVolume wanted(VolumeId volume, long bytes) {
        return new CreateVolume(
                volume, new CapacityRange(new Capacity(bytes), CapacityRange.UNLIMITED), List.of(RWO), Map.of());
    }

    static PublishVolume to(NodeName node, VolumeUse use) {
        return new PublishVolume(VOLUME, node, use, false, Map.of());
    }

    Bench withVolume() {
        StepVerifier.create(provisioner.create(wanted(VOLUME, 0)))
                .expectNextCount(1)
                .verifyComplete();
        return this;
    }

    /** What a publish hands out under {@code fresh}. */
    Optional<String> fresh(NodeName node, VolumeUse use) {
        AtomicReference<String> fresh = new AtomicReference<>();
        StepVerifier.create(publisher.publish(to(node, use)))
                .consumeNextWith(context -> fresh.set(context.get("fresh")))
                .verifyComplete();
        return Optional.ofNullable(fresh.get());
    }

    Bench publishedTo(NodeName node, VolumeUse use) {
        StepVerifier.create(publisher.publish(to(node, use))).expectNextCount(1).verifyComplete();
        return this;
    }
}
