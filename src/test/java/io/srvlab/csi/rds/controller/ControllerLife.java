package io.srvlab.csi.rds.controller;

import io.srvlab.csi.rds.attachment.AttachmentPolicy;
import io.srvlab.csi.rds.rds.RdsClient;
import io.srvlab.csi.rds.rds.StorageSettings;
import io.srvlab.csi.rds.routeros.RouterOs;
import io.srvlab.csi.rds.volume.Capacity;
import io.srvlab.csi.rds.volume.StorageDefaults;
import io.srvlab.csi.rds.volume.VolumeGate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import reactor.core.Disposable;

/** A controller from its start to its end: whatever it remembers goes with it. */
record ControllerLife(VolumePublisher publisher, StaleAttachmentSweep sweep, VolumeGate gate, List<Disposable> calls) {
    static ControllerLife in(OutsideWorld world, FencingSettings fencing, Clock clock) {
        OperationTimes times = new OperationTimes(event -> {}, clock);
        AttachmentReports reports = new AttachmentReports(event -> {}, clock);
        VolumeHandover handover = new VolumeHandover(
                world,
                world,
                new AttachmentPolicy(Duration.ofSeconds(30)),
                new ExportFence(client(world), fencing),
                new MigrationCheck(world, true),
                world);
        StorageDefaults defaults = new StorageDefaults("10.0.0.1", "10.0.1.1", 4420, Bench.PATH);
        VolumeRelease releases = new VolumeRelease(handover, reports);
        VolumeGate gate = new VolumeGate();
        return new ControllerLife(
                new VolumePublisher(handover, releases, defaults, times, reports),
                new StaleAttachmentSweep(handover, releases, reports, gate),
                gate,
                new ArrayList<>());
    }

    static RdsClient client(RouterOs device) {
        return new RdsClient(
                device,
                new StorageSettings(
                        Bench.OWNER, Bench.PATH, new Capacity(0), 1.0, StorageSettings.Grow.IN_PLACE, 4420));
    }
}
