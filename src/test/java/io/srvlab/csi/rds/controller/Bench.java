package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.attachment.AttachmentLedger;
import io.srvlab.csi.rds.attachment.InMemoryAttachmentStore;
import io.srvlab.csi.rds.attachment.ListedNodes;
import io.srvlab.csi.rds.rds.RdsClient;
import io.srvlab.csi.rds.rds.StorageSettings;
import io.srvlab.csi.rds.volume.AccessMode;
import io.srvlab.csi.rds.volume.AccessType;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.CapacityRange;
import io.srvlab.csi.rds.volume.NodeName;
import io.srvlab.csi.rds.volume.StorageDefaults;
import io.srvlab.csi.rds.volume.VolumeEvent;
import io.srvlab.csi.rds.volume.VolumeId;
import io.srvlab.csi.rds.volume.VolumeUse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import reactor.test.StepVerifier;

/** A whole controller over the real client and a shelf of disks. */
final class Bench {
    static final VolumeId VOLUME = new VolumeId("vol-1");
    static final NodeName A = new NodeName("worker-a");
    static final NodeName B = new NodeName("worker-b");
    static final NodeName C = new NodeName("worker-c");
    static final VolumeUse RWO = new VolumeUse(new AccessType.Filesystem("", List.of()), AccessMode.SINGLE_NODE_WRITER);
    static final VolumeUse RWX = new VolumeUse(new AccessType.Block(), AccessMode.MULTI_NODE_MULTI_WRITER);

    final ShelfRouterOs device = new ShelfRouterOs();
    final List<VolumeEvent> events = new ArrayList<>();
    final AttachmentLedger ledger = new AttachmentLedger(new InMemoryAttachmentStore());
    final VolumeProvisioner provisioner;
    final VolumePublisher publisher;
    final VolumeExpander expander;
    final VolumeListing listing;
    final CapacityReport capacity;

    Bench() {
        Clock clock = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
        RdsClient rds = new RdsClient(
                device,
                new StorageSettings(
                        ShelfRouterOs.OWNER,
                        ShelfRouterOs.PATH,
                        new Capacity(0),
                        1.0,
                        StorageSettings.Grow.IN_PLACE,
                        4420));
        StorageDefaults defaults = new StorageDefaults("10.0.0.1", "10.0.1.1", 4420, ShelfRouterOs.PATH);
        OperationTimes times = new OperationTimes(events::add, clock);
        provisioner = new VolumeProvisioner(rds, ledger, defaults, times);
        publisher = new VolumePublisher(
                rds,
                ledger,
                new ListedNodes(Set.of(A, B, C)),
                defaults,
                times,
                new AttachmentReports(events::add, clock));
        expander = new VolumeExpander(rds, ledger, times);
        listing = new VolumeListing(rds, ledger, defaults);
        capacity = new CapacityReport(rds, defaults);
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
