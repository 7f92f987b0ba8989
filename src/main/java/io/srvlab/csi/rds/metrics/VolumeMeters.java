package io.srvlab.csi.rds.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.srvlab.csi.rds.volume.VolumeEvent;
import io.srvlab.csi.rds.volume.VolumeEvents;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.DoubleStream;

/**
 * Counts and times what happens to volumes, under the names, labels and buckets that dashboards have used since the prior
 * driver. A Prometheus registry appends {@code _total} and {@code _seconds}.
 */
public final class VolumeMeters implements VolumeEvents {
    private static final Duration[] OPERATION_BUCKETS = seconds(.1, .25, .5, 1, 2.5, 5, 10, 30, 60);
    private static final Duration[] ATTACHMENT_BUCKETS = seconds(.01, .025, .05, .1, .25, .5, 1, 2.5, 5);

    private static final Duration[] MIGRATION_BUCKETS = seconds(15, 30, 60, 90, 120, 180, 300, 600);

    private final MeterRegistry registry;
    private final AtomicLong migrations = new AtomicLong();

    public VolumeMeters(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("rds.csi.migration.active.migrations", migrations, AtomicLong::get)
                .register(registry);
    }

    @Override
    public void publish(VolumeEvent event) {
        switch (event) {
            case VolumeEvent.OperationEnded ended -> operationEnded(ended);
            case VolumeEvent.Connected connected -> connected(connected);
            case VolumeEvent.Mounted mounted -> mounted(mounted);
            case VolumeEvent.Attached attached -> attachment("attach", attached.took());
            case VolumeEvent.Detached detached -> attachment("detach", detached.took());
            case VolumeEvent.AttachRefused refused -> refused();
            case VolumeEvent.AttachmentFailed failed -> attachmentFailed(failed);
            case VolumeEvent.StaleAttachmentCleared cleared -> staleCleared();
            case VolumeEvent.MigrationStarted started -> migrations.incrementAndGet();
            case VolumeEvent.MigrationEnded ended -> migrationEnded(ended);
            case VolumeEvent.PathLost lost -> count("rds.csi.shield.paths", "change", "lost");
            case VolumeEvent.PathBack back -> count("rds.csi.shield.paths", "change", "back");
            case VolumeEvent.PathSwapped swapped -> swapped(swapped);
            case VolumeEvent.PathRefused refused -> count("rds.csi.shield.paths", "change", "refused");
            case VolumeEvent.PathReleased released -> count("rds.csi.shield.paths", "change", "released");
            case VolumeEvent.MountFailed failed -> {}
            case VolumeEvent.RecoveryFailed failed -> {}
            case VolumeEvent.StaleMountFound found -> {}
            case VolumeEvent.TargetRestarted restarted -> count("rds.csi.target.restarts.under.volumes");
            case VolumeEvent.OrphanFound found ->
                count("rds.csi.orphan.volumes", "action", found.removed() ? "removed" : "found");
        }
    }

    private void operationEnded(VolumeEvent.OperationEnded ended) {
        count("rds.csi.volume.operations", "operation", ended.operation(), "status", status(ended.ok()));
        time("rds.csi.volume.operation.duration", ended.took(), OPERATION_BUCKETS, "operation", ended.operation());
    }

    /** The duration of a failed attempt is that of its deadline and says nothing about the network. */
    private void connected(VolumeEvent.Connected connected) {
        count("rds.csi.nvme.connects", "status", status(connected.ok()));
        if (connected.ok()) {
            time("rds.csi.nvme.connect.duration", connected.took(), OPERATION_BUCKETS);
        }
    }

    private void mounted(VolumeEvent.Mounted mounted) {
        count("rds.csi.mount.operations", "operation", mounted.operation(), "status", status(mounted.ok()));
    }

    private void swapped(VolumeEvent.PathSwapped swapped) {
        count("rds.csi.shield.paths", "change", "swapped");
        time("rds.csi.shield.swap.duration", swapped.took(), OPERATION_BUCKETS);
    }

    private void attachment(String operation, Duration took) {
        count("rds.csi.attachment." + operation, "status", status(true));
        time("rds.csi.attachment.operation.duration", took, ATTACHMENT_BUCKETS, "operation", operation);
    }

    private void refused() {
        count("rds.csi.attachment.attach", "status", status(false));
        count("rds.csi.attachment.conflicts");
    }

    private void attachmentFailed(VolumeEvent.AttachmentFailed failed) {
        count("rds.csi.attachment." + (failed.attaching() ? "attach" : "detach"), "status", status(false));
    }

    private void staleCleared() {
        count("rds.csi.attachment.stale.cleared");
        count("rds.csi.attachment.reconcile", "action", "clear_stale");
    }

    /** One that began before this process did was never counted as active. */
    private void migrationEnded(VolumeEvent.MigrationEnded ended) {
        migrations.updateAndGet(active -> Math.max(0, active - 1));
        count("rds.csi.migration.migrations", "result", ended.result().name().toLowerCase(Locale.ROOT));
        time("rds.csi.migration.duration", ended.took(), MIGRATION_BUCKETS);
    }

    private void count(String name, String... labels) {
        Counter.builder(name).tags(labels).register(registry).increment();
    }

    private void time(String name, Duration took, Duration[] buckets, String... labels) {
        Timer.builder(name)
                .tags(labels)
                .serviceLevelObjectives(buckets)
                .register(registry)
                .record(took);
    }

    private static String status(boolean ok) {
        return ok ? "success" : "failure";
    }

    private static Duration[] seconds(double... seconds) {
        return DoubleStream.of(seconds)
                .mapToObj(bound -> Duration.ofMillis(Math.round(bound * 1000)))
                .toArray(Duration[]::new);
    }
}
